import type { AddCommand } from './command.ts';

export const addUp: AddCommand = (program, run) => {
  program
    .command('up')
    .summary("bring up cluster and stack and leave them running, to explore; 'verify' then uses them")
    .option('--reports <folder>', 'where the journal is kept', 'reports')
    .action(({ reports }: { reports: string }) =>
      run(async (context) => {
        const { bringUp } = await import('../up/bring-up.ts');
        return await bringUp(reports, context);
      }),
    );
};
