import { appendFile, stat } from 'node:fs/promises';
import type { RunToTell } from '../../report/format.ts';
import { githubAnnotations } from '../../report/github-annotations.ts';
import { jobSummary, mostSummaryBytes } from '../../report/job-summary.ts';
import type { CommandContext } from '../context.ts';

/** Of all that one step writes; GitHub shows nothing of a summary that is larger. */
const mostOfStepBytes = 1000 * 1024;
/** With less room than this even the result of a run would not fit. */
const leastBytes = 16 * 1024;

/**
 * In a workflow of GitHub: appends the summary of a run to `$GITHUB_STEP_SUMMARY`, and has the runner annotate what
 * did not hold. Annotations go to standard error, which the runner reads too, so that `--json` stays whole. What can't
 * be written is noted and changes nothing.
 */
export async function tellGithub(
  run: RunToTell,
  { env, progress, tellRunner }: Pick<CommandContext, 'env' | 'progress' | 'tellRunner'>,
): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') {
    await appendSummary(file, run).catch((error: Error) =>
      progress.note(`The summary is not in GITHUB_STEP_SUMMARY: ${error.message}`),
    );
  }
  if (env['GITHUB_ACTIONS'] !== 'true') return;
  for (const line of githubAnnotations(run)) tellRunner(line);
}

async function appendSummary(file: string, run: RunToTell): Promise<void> {
  const taken = await sizeOf(file);
  const room = mostOfStepBytes - taken;
  if (room < leastBytes) throw new Error(`this step has filled it already, with ${taken} bytes`);
  const summary = jobSummary(run, Math.min(mostSummaryBytes, room));
  await appendFile(file, taken > 0 ? `\n\n${summary}` : summary);
}

/** Other commands of the same step may have written there. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
