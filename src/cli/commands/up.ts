import type { AddCommand } from './command.ts';

export const addUp: AddCommand = (program, run) => {
  program
    .command('up')
    .summary("bring up cluster and stack and leave them running, to explore; 'verify' then uses them")
    .action(() =>
      run(async (context) => {
        const { bringUp } = await import('../up/bring-up.ts');
        return await bringUp(context);
      }),
    );
};
