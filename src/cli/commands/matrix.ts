import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Flags } from '../../config/settings.ts';
import { exitCodeOfReport } from '../../judge/summary.ts';
import { UsageError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Report } from '../../model/report.ts';
import { matrixText } from '../../report/matrix.ts';
import type { CommandContext } from '../context.ts';
import { tellGithub } from '../formats/tell-github.ts';
import { loadScenarios } from '../load-scenarios.ts';
import { matrixFor, writeMatrix } from '../matrix/write-matrix.ts';
import { readReport } from '../read-report.ts';
import { preparePlan } from '../verify/prepare-plan.ts';
import type { AddCommand } from './command.ts';

interface MatrixFlags extends Pick<Flags, 'scenario' | 'seed'> {
  config?: string;
  reports: string;
  json?: boolean;
}

const help = `
A run is a folder (reports/<run-id>, reports/latest) or a report.json. Without one, every scenario is played with
every weakness, as by 'verify --profile nightly'. matrix.json and matrix.md are written into the folder of the run.

matrix.json is [{scenario, weakness, status}]. A weakness of null is the sound stack, and its status the worst verdict.
With a weakness, 'breached' means caught, as it must be; 'held' and 'inconclusive' mean missed; 'not-verified': not played.

Exit codes are those of verify.

Examples:
  tenantproof matrix                      play everything, then show what catches what
  tenantproof matrix reports/latest       of a run that was played
  tenantproof matrix reports/latest --json | jq '.[] | select(.weakness and .status != "breached")'`;

export const addMatrix: AddCommand = (program, run) => {
  program
    .command('matrix')
    .summary('show scenario × weakness: which missing control is caught by what')
    .argument('[run]', 'a run that was played; without it, everything is played now')
    .option('-s, --scenario <id...>', 'play only these scenarios')
    .option('--seed <number>', 'order of the windows (default: random)')
    .option('-c, --config <file>', 'settings (default: tenantproof.yaml, if there is one)')
    .option('--reports <folder>', 'where runs are kept', 'reports')
    .option('--json', 'print matrix.json')
    .addHelpText('after', help)
    .action((place: string | undefined, flags: MatrixFlags) =>
      run((context) =>
        place === undefined ? playedMatrix(flags, context) : matrixOfRun(place, flags, context),
      ),
    );
};

async function matrixOfRun(place: string, flags: MatrixFlags, context: CommandContext): Promise<number> {
  if (flags.scenario || flags.seed || flags.config) {
    throw new UsageError(`${place} was played already: --scenario, --seed and --config can't change it`, {
      code: 'bad-option',
      hint: 'Leave them out, or leave the run out to play a new one.',
    });
  }
  const report = await readReport(place);
  const folder = (await stat(place)).isDirectory() ? place : dirname(place);
  const matrix = await matrixFor(report);
  await writeMatrix(folder, matrix, report);
  return show({ matrix, report, folder, code: exitCodeOfReport(report) }, flags, context);
}

async function playedMatrix(flags: MatrixFlags, context: CommandContext): Promise<number> {
  const prepared = await preparePlan({ ...flags, profile: 'nightly' }, context);
  const { playAndJudge, remarksOn } = await import('../verify/play-and-judge.ts');
  const { played, report, matrix, told, code } = await playAndJudge(prepared, flags.reports, context);
  await tellGithub(told, context);
  await show({ matrix, report, folder: played.folder, code }, flags, context);
  for (const line of remarksOn(played)) context.progress.note(line);
  return code;
}

interface Shown {
  matrix: Matrix;
  report: Report;
  folder: string;
  code: number;
}

async function show(
  { matrix, report, folder, code }: Shown,
  { json }: MatrixFlags,
  { print, progress, columns: width, colours: chalk }: CommandContext,
): Promise<number> {
  const scenarios = await loadScenarios();
  const page = { width, chalk };
  print(
    json
      ? `${JSON.stringify(matrix.cells, null, 2)}\n`
      : matrixText(matrix, report, { exitCode: code, scenarios, page }),
  );
  const shown = relative(process.cwd(), folder) || folder;
  progress.note(`Written to ${join(shown, 'matrix.md')}, and to matrix.json beside it`, 'aside');
  if (code !== exitCode.held) progress.note(`Why it is so: tenantproof judge ${shown}`, 'aside');
  return code;
}
