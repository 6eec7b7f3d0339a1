import { exitCode } from '../../model/exit-code.ts';
import { listOpenRuns } from '../../journal/open-runs.ts';
import { isAlive } from '../../journal/process-identity.ts';
import type { AddCommand } from './command.ts';

export const addDown: AddCommand = (program, run) => {
  program
    .command('down')
    .summary("remove what 'up' made and what crashed runs left; safe to repeat")
    .action(() =>
      run(async ({ env, signal, progress, print }) => {
        const { undoAll } = await import('../../journal/undo-all.ts');
        const leftovers = await undoAll({ includeKept: true, progress, signal, env });
        for (const { what, reason } of leftovers) progress.note(`Left behind: ${what} (${reason})`);
        if (leftovers.length > 0) return exitCode.leftBehind;
        const living = (await listOpenRuns(env)).filter(({ harness }) => isAlive(harness));
        for (const { id, harness } of living) {
          progress.note(
            `Run ${id} is going on and was left alone; Ctrl-C, or 'kill ${harness.pid}', ends it in order`,
          );
        }
        if (living.length === 0) print('Nothing of tenantproof is left on this machine.\n');
        return exitCode.held;
      }),
    );
};
