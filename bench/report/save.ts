import { writeResults, type Results } from './results.ts';

/** Writes the results, and what is made of them. */
export async function save(results: Results): Promise<void> {
  await writeResults(results);
}
