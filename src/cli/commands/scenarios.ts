import { exitCode } from '../../model/exit-code.ts';
import type { ScenarioEntry } from '../../model/scenario-entry.ts';
import type { Weakness } from '../../model/scenario.ts';
import { targetWords, timeWords } from '../../report/scenario-table.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { scenarioEntries } from '../scenarios/scenario-entries.ts';
import type { AddCommand } from './command.ts';

export const addScenarios: AddCommand = (program, run) => {
  program
    .command('scenarios')
    .summary('list the questions that can be asked')
    .option('--json', 'for programs')
    .action((flags: { json?: boolean }) =>
      run(async ({ print, colours }) => {
        const all = await scenarioEntries();
        const byId = new Map((await loadScenarios()).map((scenario) => [scenario.id, scenario]));
        const asPeopleRead = (entry: ScenarioEntry): string =>
          asText(entry, byId.get(entry.id)?.weaknesses ?? [], colours.bold(entry.id));
        print(flags.json ? `${JSON.stringify(all, null, 2)}\n` : all.map(asPeopleRead).join('\n'));
        return exitCode.held;
      }),
    );
};

const asText = (entry: ScenarioEntry, weaknesses: readonly Weakness[], title: string): string =>
  [
    title,
    `  ${entry.question}`,
    `  control    ${entry.control}`,
    ...weaknesses.map(({ fixture, removes }) => `  removed    ${fixture}: ${removes}`),
    `  needs      ${entry.needs.join(', ')}`,
    `  of target  ${targetWords(entry)}`,
    `  time       ${timeWords(entry.expectedSeconds)}`,
    `  profiles   ${entry.profiles.join(', ')}`,
    ...entry.objectives.map((objective) => `  objective  ${objective}`),
    '',
  ].join('\n');
