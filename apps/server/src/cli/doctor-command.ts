import type { Command } from 'commander';
import { examine } from './doctor/examine.ts';
import { hasProblem, reportForPeople, reportForPrograms } from './doctor/report.ts';
import { readEnvironment } from './run.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'examine the installation, and say of each finding what to do; it changes nothing, and exits with 1 where there is a problem',
    )
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: true }) => {
      const examinations = await examine(readEnvironment());
      const { isTTY, columns } = process.stdout;
      const form = { columns: isTTY ? columns : undefined, isColoured: isTTY && process.stdout.hasColors() };
      const report = json ? reportForPrograms(examinations) : reportForPeople(examinations, form);
      process.stdout.write(`${report}\n`);
      if (hasProblem(examinations)) process.exitCode = 1;
    });
}
