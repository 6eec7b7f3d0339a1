import { exitCode } from '../../model/exit-code.ts';
import type { Scenario } from '../../model/scenario.ts';
import { loadScenarios } from '../load-scenarios.ts';
import type { AddCommand } from './command.ts';

export const addScenarios: AddCommand = (program, run) => {
  program
    .command('scenarios')
    .summary('list the questions that can be asked')
    .option('--json', 'for programs')
    .action((flags: { json?: boolean }) =>
      run(async (context) => {
        const all = await loadScenarios();
        const text = flags.json
          ? `${JSON.stringify(all.map(asData), null, 2)}\n`
          : all.map((scenario) => asText(scenario, context.colours.bold(scenario.id))).join('\n');
        context.print(text);
        return exitCode.held;
      }),
    );
};

const asData = ({ id, question, control, profiles, needs, weaknesses, checks }: Scenario): object => ({
  id,
  question,
  control,
  profiles,
  needs,
  weaknesses: weaknesses.map(({ fixture }) => fixture),
  objectives: checks.map(({ check }) => check.objective),
});

const asText = ({ question, control, profiles, weaknesses, checks }: Scenario, title: string): string =>
  [
    title,
    `  ${question}`,
    `  control    ${control}`,
    ...weaknesses.map(({ removes }) => `  removed    ${removes}`),
    `  profiles   ${profiles.join(', ')}`,
    ...checks.map(({ check }) => `  objective  ${check.objective}`),
    '',
  ].join('\n');
