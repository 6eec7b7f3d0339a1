import type { Format, RunToTell } from '../format.ts';
import { jobSummary } from '../job-summary.ts';

/** Markdown for GitHub's summary of a job; `verify` appends it to `$GITHUB_STEP_SUMMARY` by itself. */
export const format = {
  file: 'summary.md',
  what: 'the verdicts in Markdown, as GitHub shows them for a job',
  render: (run: RunToTell) => jobSummary(run),
} satisfies Format;
