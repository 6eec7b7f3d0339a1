import { compareReports } from '../../judge/compare/compare-reports.ts';
import type { Comparison } from '../../model/comparison.ts';
import { exitCode } from '../../model/exit-code.ts';
import { comparison } from '../../report/comparison.ts';
import type { CommandContext } from '../context.ts';
import { readReport } from '../read-report.ts';
import type { AddCommand } from './command.ts';

interface CompareFlags {
  json?: boolean;
}

const help = `
A run is a folder (reports/<run-id>, reports/latest) or a report.json.
Noise: the 99 % interval of each change, from the spread inside both runs. Of a hundred objectives
that did not change, about one is said to have changed; so is one that another machine moved.
Counts have no noise: they are equal or not.

Exit codes:
  0 nothing got worse   99 an objective got worse beyond noise, or is newly breached
  20 what was held is inconclusive or missing, or nothing could be compared   104 bad input

Examples:
  tenantproof compare reports/monday reports/latest     did anything get worse since Monday?
  tenantproof compare main/report.json report.json      two files, e.g. from two CI jobs
  tenantproof compare --json reports/monday reports/latest | jq '.objectives[] | select(.outcome == "worse")'`;

export const addCompare: AddCommand = (program, run) => {
  program
    .command('compare')
    .summary('say which objectives changed beyond noise between two runs')
    .description(
      'Compares two runs objective by objective: what got worse or better by more than noise explains, what can no longer be told, and what could not be compared.',
    )
    .argument('<older>', 'the run to compare with')
    .argument('<newer>', 'the run in question')
    .option('--json', 'for programs')
    .addHelpText('after', help)
    .action((older: string, newer: string, flags: CompareFlags) =>
      run((context) => compare([older, newer], flags, context)),
    );
};

async function compare(
  [older, newer]: [string, string],
  { json }: CompareFlags,
  { print, columns: width, colours: chalk }: CommandContext,
): Promise<number> {
  const compared = compareReports(await readReport(older), await readReport(newer));
  const code = codes[compared.conclusion];
  print(json ? `${JSON.stringify(compared, null, 2)}\n` : comparison(compared, code, { width, chalk }));
  return code;
}

const codes: Record<Comparison['conclusion'], number> = {
  worse: exitCode.breached,
  unsure: exitCode.inconclusive,
  'nothing-compared': exitCode.inconclusive,
  'not-worse': exitCode.held,
};
