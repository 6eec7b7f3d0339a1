import type { AddCommand } from './command.ts';

export const addDoctor: AddCommand = (program, run) => {
  program
    .command('doctor')
    .summary('what this machine has, what is missing, and how to get it')
    .option('--fetch', 'get the missing programs now')
    .action((flags: { fetch?: boolean }) =>
      run(async (context) => {
        const { doctor } = await import('../doctor/doctor.ts');
        return await doctor(flags.fetch ?? false, context);
      }),
    );
};
