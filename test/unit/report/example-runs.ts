import { summarize } from '../../../src/judge/summary.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Report, Verdict } from '../../../src/model/report.ts';
import type { RunToTell } from '../../../src/report/format.ts';
import { endpointReport, exampleReport, exampleTexts } from './example-report.ts';

const plan: Plan = {
  schemaVersion: 1,
  profile: 'quick',
  seed: 42,
  arms: [],
  objectives: [],
  limits: {
    p99Ratio: 1.1,
    errorHeld: 0.05,
    errorBreached: 0.01,
    minSamplesPerWindow: 100,
    victimErrorRatio: 0,
  },
  expectedSeconds: { min: 60, max: 240 },
};

export const runOf = (report: Report, changes: Partial<RunToTell> = {}): RunToTell => ({
  report,
  plan,
  scenarios: exampleTexts,
  exitCode: 99,
  remarks: [],
  ...changes,
});

export const runWith = (verdicts: readonly Verdict[], changes: Partial<RunToTell> = {}): RunToTell =>
  runOf({ ...exampleReport, verdicts: [...verdicts], summary: summarize(verdicts) }, changes);

const [held, breached, caught, undecided, missed, untried] = exampleReport.verdicts;
if (!held || !breached || !caught || !undecided || !missed || !untried)
  throw new Error('The example has six');

/** One of each status, a control that was caught and one that was missed. */
export const breachedRun: RunToTell = runOf(exampleReport);
export const heldRun: RunToTell = runWith([held, caught], { exitCode: 0 });
export const inconclusiveRun: RunToTell = runWith([held, caught, undecided, missed], { exitCode: 20 });
/** Nothing but the run itself has anything against it. */
export const untriedRun: RunToTell = runWith([untried], { exitCode: 20 });

/** All that was played had held when it was interrupted. */
export const interruptedRun: RunToTell = {
  ...heldRun,
  exitCode: 105,
  report: {
    ...heldRun.report,
    run: {
      ...heldRun.report.run,
      endedEarly: 'Interrupted by SIGINT',
    },
  },
};

const notPlayed = (of: Verdict): Verdict => ({
  ...of,
  status: 'inconclusive',
  measured: null,
  limit: null,
  reason: 'this arm was not played: nothing of it was recorded',
  notPlayed: true,
  evidence: [],
});

/** Interrupted before the control of one scenario was removed: that one is neither caught nor missed. */
export const cutRun: RunToTell = runWith([held, caught, undecided, notPlayed(missed)], { exitCode: 105 });

const targetPlan: Plan = {
  ...plan,
  target: {
    endpoint: 'https://llm.example.com',
    budget: { requests: 50_000, tokens: 5_000_000, rateRps: 100 },
    most: { requests: 4000, tokens: 400_000 },
    config: 'their stack.yaml',
  },
};

/** On a platform that is not ours: what held has a control that nobody removed. */
export const endpointRun: RunToTell = runOf(endpointReport, { plan: targetPlan, exitCode: 0 });

/** What a server or a tenant could say to spoil a format: each names what it tries. */
export const hostileTexts: readonly string[] = [
  ']]><script>alert(1)</script>',
  '<img src=x onerror=alert(1)> &amp; &lt; "quoted" \'quoted\'',
  '::error title=forged::forged\n::add-mask::e\r\n##[error]forged',
  '\u001B[31mred\u001B[0m \u001B]8;;https://evil.example\u0007link\u001B]8;;\u0007',
  '| a | b |\n|---|---|\n# heading\n[link](https://evil.example) ![image](https://evil.example/x.png) `code` **bold**',
  'controls \u0000\u0001\u0008\u000B\u000C\u000E\u001F\u007F\u0085 and \uFFFE\uFFFF \uD800 lone',
  '${{ secrets.TOKEN }} $(reboot) %0A%25 100 %',
];

/** Every text of a verdict is hostile, and one is 2 MiB long. */
export const hostileRun: RunToTell = runWith(
  hostileTexts.flatMap((text, index): Verdict[] => [
    {
      ...breached,
      id: `flood/protected/check-${index}`,
      scenario: 'flood',
      objective: text,
      unit: text,
      reason: text,
      evidence: index === 0 ? [text, `${text}${'x'.repeat(2 * 1024 * 1024)}`] : [text],
      tenants: [{ tenant: text, status: 'breached', measured: 2, reason: text }],
      blame: { control: text, usualCause: text, fix: text, reproduce: text },
    },
    {
      ...missed,
      id: `flood/weakened-weak-${index}/check-${index}`,
      scenario: 'flood',
      weakness: `weak-${index}`,
      objective: text,
      reason: text,
      evidence: [text],
    },
  ]),
  {
    remarks: [hostileTexts.join(' ')],
    scenarios: [
      {
        id: 'flood',
        question: 'Does it?',
        control: 'limiter',
        weaknesses: [{ fixture: 'weak-0', removes: hostileTexts.join(' ') }],
      },
    ],
  },
);

/** The endpoint and what was seen at it are hostile. */
export const hostileEndpointRun: RunToTell = runOf(
  {
    ...endpointReport,
    run: { ...endpointReport.run, endpoint: hostileTexts.join(' ') },
    verdicts: endpointReport.verdicts.map((verdict) => ({
      ...verdict,
      evidence: hostileTexts.map((text) => `The attack was felt: ${text}`),
    })),
  },
  { plan: targetPlan, exitCode: 0 },
);

export const exampleRuns: Record<string, RunToTell> = {
  held: heldRun,
  breached: breachedRun,
  inconclusive: inconclusiveRun,
  'not verified': untriedRun,
  interrupted: interruptedRun,
  cut: cutRun,
  hostile: hostileRun,
  'held at an endpoint': endpointRun,
  'held at a hostile endpoint': hostileEndpointRun,
};
