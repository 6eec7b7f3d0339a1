import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodeOfReport } from '../../judge/summary.ts';
import { exitCode } from '../../model/exit-code.ts';
import type { Matrix } from '../../model/matrix.ts';
import type { Report } from '../../model/report.ts';
import type { Format, RunToTell } from '../../report/format.ts';
import { duration } from '../../report/figures.ts';
import { json } from '../../report/json.ts';
import type { RunContext } from '../context.ts';
import { describeFailure, exitCodeOf } from '../exit-code-of.ts';
import { tellStories } from '../formats/tell-stories.ts';
import { writeFormats } from '../formats/write-formats.ts';
import { writeHistory } from '../history/write-history.ts';
import { matrixFor, writeMatrix } from '../matrix/write-matrix.ts';
import { pushAfterRun } from '../metrics/push-after-run.ts';
import { judgePlayedRun } from './judge-played-run.ts';
import type { PreparedRun } from './prepare-plan.ts';
import type { PlayedRun } from './verify.ts';

/** A run that was played, judged, and written down. */
export interface JudgedRun {
  played: PlayedRun;
  report: Report;
  matrix: Matrix;
  /** The run as its formats tell it. */
  told: RunToTell;
  /** The forms in which it was written down. */
  files: readonly Format[];
  /** What the process should exit with. */
  code: number;
}

/** Plays the plan and writes what it showed into the folder of the run: `report.json`, the matrix, and every format. */
export async function playAndJudge(
  prepared: PreparedRun,
  reports: string,
  context: RunContext,
): Promise<JudgedRun> {
  context.progress.note(whatIsAhead(prepared), 'aside');
  // The Kubernetes client takes half a second to load, which --help and bad input need not wait for.
  const { verify } = await import('./verify.ts');
  const played = await verify(prepared, reports, context);
  const { report, judged } = judgePlayedRun(prepared, played);
  await writeFile(join(played.folder, 'report.json'), json(report));
  const matrix = await matrixFor(report, prepared.catalogue);
  // The verdicts must come out, whatever becomes of a table of them.
  await writeMatrix(played.folder, matrix, report).catch((error: Error) =>
    context.progress.note(error.message),
  );
  const code = codeOf(played, report);
  const { stories, untold } = tellStories(judged);
  const told: RunToTell = {
    report,
    plan: played.plan,
    scenarios: prepared.scenarios,
    exitCode: code,
    remarks: played.leftovers.map(leftBehind),
    stories,
  };
  const { files, failed } = await writeFormats(played.folder, told);
  for (const failure of [...untold, ...failed]) context.progress.note(failure);
  await writeHistory(reports).catch((error: Error) => context.progress.note(error.message));
  await pushAfterRun(told, prepared.settings.metrics, context);
  return { played, report, matrix, told, files, code };
}

/** A leftover outweighs an interruption. */
const codeOf = ({ leftovers }: PlayedRun, report: Report): number =>
  leftovers.length > 0 ? exitCode.leftBehind : exitCodeOfReport(report);

/** What a reader must know beside the verdicts: why the run ended early, and what it left. */
export const remarksOn = ({ leftovers, cutShort, run: { endedEarly } }: PlayedRun): string[] => [
  ...(endedEarly === undefined ? [] : [isBug(cutShort) ? describeFailure(cutShort) : endedEarly]),
  ...leftovers.map((leftover) => `${leftBehind(leftover)}. Remove it with: tenantproof down`),
];

const isBug = (cause: unknown): boolean => exitCodeOf(cause) === undefined;

const leftBehind = (leftover: string): string => `Left behind: ${leftover}`;

function whatIsAhead({ scenarios, plan }: Pick<PreparedRun, 'scenarios' | 'plan'>): string {
  const { min, max } = plan.expectedSeconds;
  const what = scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`;
  return `${what}, seed ${plan.seed}: measures for ${duration(1000 * min)}, if noisy ${duration(1000 * max)} at most`;
}
