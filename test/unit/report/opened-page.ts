import { load, type CheerioAPI } from 'cheerio';
import type { Plan } from '../../../src/model/plan.ts';
import type { Report, Verdict } from '../../../src/model/report.ts';
import type { RunToTell } from '../../../src/report/format.ts';
import { format } from '../../../src/report/formats/html.ts';
import { exampleReport, exampleTexts } from './example-report.ts';
import { floodStory } from './example-stories.ts';

const plan: Plan = {
  schemaVersion: 1,
  profile: 'quick',
  seed: 42,
  arms: [],
  objectives: [],
  limits: {
    p99Ratio: 1.25,
    errorHeld: 0.01,
    errorBreached: 0.01,
    minSamplesPerWindow: 299,
    victimErrorRatio: 0,
  },
  expectedSeconds: { min: 60, max: 240 },
};

/** A run that breached, with the story of one arm. */
export const told = (changes: Partial<RunToTell> = {}): RunToTell => ({
  report: exampleReport,
  plan,
  scenarios: exampleTexts,
  exitCode: 99,
  remarks: [],
  stories: [floodStory],
  ...changes,
});

/** Parsed as a browser parses it. */
export const opened = (changes?: Partial<RunToTell>): CheerioAPI => load(format.render(told(changes)));

/** The text of the elements, on one line. */
export const words = ($: CheerioAPI, selector = 'body'): string =>
  $(selector).text().replaceAll(/\s+/g, ' ').trim();

/** A latency that held. */
export const [p99] = exampleReport.verdicts.slice(0, 1) as [Verdict];

/** A report of these verdicts alone. */
export const reportOf = (verdicts: Verdict[], summary: Partial<Report['summary']>): Report => ({
  ...exampleReport,
  verdicts,
  summary: {
    held: 0,
    breached: 0,
    inconclusive: 0,
    notVerified: 0,
    controlsCaught: 0,
    controlsMissed: 0,
    ...summary,
  },
});
