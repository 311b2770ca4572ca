import { cpus } from 'node:os';
import { generateGame, seededRandom } from '../src/index.ts';
import { contendersFor } from './contenders.ts';
import { measure, type Plan, type Result } from './measure.ts';

// Random look-ups in a short and in a long generated game. Prints the tables of the README.
// Ends with 1 where a speed that the README promises is not reached.

const PLANS: { timestampsCount: number; plan: Plan }[] = [
  { timestampsCount: 50_000, plan: { rounds: 150, lookUps: 10_000, slowLookUps: 10 } },
  { timestampsCount: 5_000_000, plan: { rounds: 40, lookUps: 10_000, slowLookUps: 1 } },
];
const PROMISED: Record<string, number> = { getScore: 1.5, 'timeline.scoreAt': 8 };

console.log(`Node ${process.version}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
for (const { timestampsCount, plan } of PLANS) {
  const random = seededRandom('benchmark');
  const game = generateGame({ random, timestampsCount });
  const results = measure(contendersFor(game), game.at(-1)?.offset ?? 0, plan, random);
  console.log(table(game.length, results));
  for (const { name, ratio } of results) {
    if (ratio >= (PROMISED[name] ?? 0)) continue;
    console.error(
      `${name} is ${ratio.toFixed(2)} times as fast as d3-array here; ${PROMISED[name]} was promised`,
    );
    process.exitCode = 1;
  }
}

function table(length: number, results: Result[]): string {
  const rows = results.map(
    ({ name, nanoseconds, ratio }) => `| ${name} | ${grouped(nanoseconds, 0)} | ${grouped(ratio, 4)} |`,
  );
  return `
| ${length.toLocaleString('en')} stamps | ns per look-up | times d3's speed |
|---|---:|---:|
${rows.join('\n')}`;
}

/** With as many digits after the point as leave about `digits` in all. */
function grouped(value: number, digits: number): string {
  const decimals = Math.min(Math.max(0, digits - 1 - Math.ceil(Math.log10(value))), 5);
  return value.toLocaleString('en', { maximumFractionDigits: decimals });
}
