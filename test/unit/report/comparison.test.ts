import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { ComparedObjective, Comparison, FigureChange } from '../../../src/model/comparison.ts';
import { comparison } from '../../../src/report/comparison.ts';
import { endpointReport, exampleReport } from './example-report.ts';

const plain = new Chalk({ level: 0 });

const rose: FigureChange = {
  kind: 'interval',
  scale: 'log',
  change: 1.049,
  low: 1.0212,
  high: 1.0776,
  confidence: 0.99,
  trend: 'worse',
};

const p99: ComparedObjective = {
  id: 'request-flood/protected/victim-p99-ratio',
  scenario: 'request-flood',
  arm: 'protected',
  objective: "Under attack the victim's p99 latency stays near its p99 at rest",
  unit: 'ratio',
  outcome: 'worse',
  older: { status: 'held', measured: 1.02, limit: 1.1, reason: 'at most 1.03 times' },
  newer: { status: 'held', measured: 1.07, limit: 1.1, reason: 'at most 1.09 times' },
  figure: rose,
};

const pods: ComparedObjective = {
  id: 'gpu-quota-storm/protected/gpu-quota-exact',
  scenario: 'gpu-quota-storm',
  arm: 'protected',
  objective: 'Exactly the promised GPUs are given out',
  unit: 'pods admitted',
  outcome: 'same',
  older: { status: 'held', measured: 4, limit: 4, reason: '4 pods admitted' },
  newer: { status: 'held', measured: 4, limit: 4, reason: '4 pods admitted' },
  figure: { kind: 'exact-count', equal: true },
};

const { run } = exampleReport;
const example: Comparison = {
  schemaVersion: 1,
  older: run,
  newer: { ...run, id: '20261125-073102-99aa', startedAt: '2026-11-25T07:31:02.000Z' },
  conclusion: 'worse',
  differences: [{ what: 'profile', older: 'nightly', newer: 'quick' }],
  objectives: [
    p99,
    {
      ...p99,
      id: 'memory-hog/protected/victim-p99-ratio',
      scenario: 'memory-hog',
      outcome: 'unsure',
      newer: { status: 'inconclusive', measured: null, limit: 1.1, reason: "the victim's k6 was lost" },
      figure: { kind: 'not-compared', reason: 'nothing was measured in the newer run' },
    },
    { ...pods, outcome: 'different', newer: { ...pods.newer, measured: 3 } },
    { ...pods, arm: 'weakened', id: 'gpu-quota-storm/weakened/gpu-quota-exact' },
    pods,
  ],
  added: [{ ...pods, ...pods.newer, id: 'gpu-quota-storm/protected/new-check' }],
  removed: [{ ...pods, ...pods.newer, id: 'gpu-quota-storm/protected/old-check', status: 'breached' }],
};

const render = (changes: Partial<Comparison> = {}, width = 200): string =>
  comparison({ ...example, ...changes }, 99, { width, chalk: plain });

/** The text as it reads, without the line breaks that the width put in. */
const unwrapped = (rendered: string): string => rendered.replaceAll(/\s+/gu, ' ');

const only = (objective: ComparedObjective): string => unwrapped(render({ objectives: [objective] }));

describe('comparison', () => {
  it('says which runs, and first of all what makes them less comparable', () => {
    expect(render()).toMatch(
      /^older run 20261124-073102-7f3a, started 2026-11-24 07:31 UTC, profile quick, embedded cluster\nnewer run 20261125-073102-99aa, started 2026-11-25 07:31 UTC, .*\n\n  The runs are less comparable, because they differ in:\n    profile: nightly → quick\n\n  ✘ WORSE/u,
    );
    expect(render({ differences: [] })).not.toContain('less comparable');
  });

  it('gives each change one line: both figures, the interval of the change and the word', () => {
    expect(render()).toContain(
      '\n  ✘ WORSE         request-flood victim-p99-ratio: 1.02 → 1.07 ratio, 1.049 times (99 % interval 1.021 to 1.078), held in both\n',
    );
    expect(render()).toContain(
      '\n  ≠ DIFFERENT     gpu-quota-storm gpu-quota-exact: 4 → 3 pods admitted, exact count, held in both\n',
    );
  });

  it('does not take a held without its control exercised for a held', () => {
    const control = 'not-exercised' as const;
    const newer = { ...p99.newer, control };
    const rendered = render({ newer: endpointReport.run, objectives: [{ ...p99, newer }] });
    expect(rendered).toMatch(
      /newer run .*, profile quick,\s+endpoint https:\/\/llm\.example\.com, control not exercised\n/u,
    );
    expect(rendered.replaceAll(/\s+/gu, ' ')).toContain('held → held, control not exercised');
    const both = { ...p99, older: { ...p99.older, control }, newer };
    expect(only(both)).toContain('held, control not exercised in both');
  });

  it('gives a difference its sign and a rate its unit', () => {
    const throughput: ComparedObjective = {
      ...p99,
      id: 'request-flood/protected/throughput',
      unit: 'requests/s',
      outcome: 'better',
      older: { ...p99.older, measured: 1234.5 },
      newer: { ...p99.newer, measured: 1300 },
      figure: { ...rose, scale: 'linear', change: 65.5, low: 20, high: 111, trend: 'better' },
    };
    expect(only(throughput)).toContain(
      '✔ BETTER request-flood throughput: 1,235 → 1,300 requests/s, +65.5 (99 % interval 20 to 111)',
    );
  });

  it('says why a status changed and why figures were not compared', () => {
    expect(unwrapped(render())).toContain(
      "? UNSURE memory-hog victim-p99-ratio: 1.02 → not measured ratio, held → inconclusive why: the victim's k6 was lost why: figures not compared: nothing was measured in the newer run",
    );
  });

  it('compares an arm without its control by the status', () => {
    const control: ComparedObjective = {
      ...pods,
      id: 'gpu-quota-storm/weakened/gpu-quota-exact',
      arm: 'weakened',
      outcome: 'unsure',
      older: { ...pods.older, status: 'breached', measured: 10 },
      figure: { kind: 'not-compared', reason: 'without its control only the status counts' },
    };
    expect(only(control)).toContain(
      '? UNSURE gpu-quota-storm gpu-quota-exact without the control: breached → held why: 4 pods admitted',
    );
  });

  it('lists what only one run has', () => {
    expect(render()).toContain('− REMOVED       gpu-quota-storm old-check: breached\n');
    expect(render()).toContain('+ ADDED         gpu-quota-storm new-check: held\n');
  });

  it('counts what did not change, and the controls apart', () => {
    expect(render()).toContain(
      '= NO CHANGE     no change beyond noise: 1 objective; the same status without the control: 1\n',
    );
    expect(render({ objectives: [] })).toContain('no change beyond noise: 0 objectives\n');
  });

  it.each<[Comparison['conclusion'], string]>([
    ['worse', '✘ WORSE Something got worse, by more than noise or by a new breach.'],
    ['unsure', '? UNSURE It is not sure that nothing got worse; do not read it as no change.'],
    ['nothing-compared', '? UNSURE Nothing could be compared; do not read it as no change.'],
    ['not-worse', '✔ NOT WORSE Nothing that could be compared got worse.'],
  ])('concludes %s', (conclusion, words) => {
    expect(unwrapped(render({ conclusion }))).toContain(`─ ${words} Exit code: 99 `);
  });

  it.each([40, 60, 100, 200])('stays within %i columns', (width) => {
    for (const line of render({}, width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('adds colour without changing a character', () => {
    const coloured = comparison(example, 99, { width: 200, chalk: new Chalk({ level: 1 }) });
    expect(coloured).toContain('\u001B[');
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    expect(coloured.replaceAll(/\u001B\[\d+m/gu, '')).toBe(render());
  });

  it('lets no report command the terminal', () => {
    const hostile = '\u001B[2J\u001B]0;title\u0007\u009B31mred\r\nWORSE\u202E dleh \u0008';
    const rendered = render({
      older: { ...run, id: hostile },
      differences: [{ what: hostile, older: hostile, newer: hostile }],
      objectives: [
        {
          ...p99,
          id: hostile,
          scenario: hostile,
          unit: hostile,
          newer: { ...p99.newer, status: 'breached', reason: hostile },
          figure: { kind: 'not-compared', reason: hostile },
        },
      ],
      added: [{ ...pods, ...pods.newer, id: hostile }],
    });
    expect(rendered).toContain('why: red WORSE dleh');
    expect(rendered).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});
