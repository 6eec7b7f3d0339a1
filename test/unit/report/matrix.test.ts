import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { matrixOf } from '../../../src/judge/matrix/matrix-of.ts';
import { matrixMarkdown } from '../../../src/report/matrix-markdown.ts';
import { fateWords } from '../../../src/report/matrix-words.ts';
import { matrixText } from '../../../src/report/matrix.ts';
import { markdownTable } from '../../../src/report/markdown-table.ts';
import { endpointReport, exampleReport, exampleTexts } from './example-report.ts';

const [flood, ...others] = exampleTexts;
if (!flood) throw new Error('The example has scenarios');
const floodTwice = {
  ...flood,
  weaknesses: [...flood.weaknesses, { fixture: 'fifo-queue', removes: 'the fair queue' }] as const,
} as typeof flood;
const scenarios = [floodTwice, ...others];
const matrix = matrixOf(exampleReport, {
  scenarios,
  weaknesses: ['fifo-queue', 'inert-quota', 'no-limiter', 'raw-labels'],
});
const page = (width: number, level: 0 | 1 = 0) => ({ width, chalk: new Chalk({ level }) });

describe('matrixText', () => {
  const text = matrixText(matrix, exampleReport, { exitCode: 99, scenarios, page: page(120) });

  it('shows the sound stack, every removed control, and why nothing was tried', () => {
    expect(text).toContain(`
  ✘ BREACHED      request-flood
                  ✔ caught: no-limiter (the rate limiter and the fair queue)
                  ○ not played: fifo-queue (the fair queue)
  ? INCONCLUSIVE  gpu-quota-storm
                  ✘ missed: inert-quota (the quota on requests.nvidia.com/gpu)
  ○ NOT VERIFIED  mig-partition: needs gpu-hardware, which this cluster does not have
                  ○ not played: shared-gpu (the partition)
`);
  });

  it('shows of every weakness who caught it, and that nobody did', () => {
    expect(text).toContain(`
  fifo-queue: not caught by any scenario (not played: request-flood)
  inert-quota: not caught by any scenario (missed by gpu-quota-storm)
  no-limiter: caught by request-flood
  raw-labels: not caught by any scenario

1 of 4 weaknesses were caught by a scenario of this run.
Exit code: 99
`);
  });

  it('names the run', () => {
    expect(text).toMatch(/^Run 20261124-073102-7f3a, profile quick, seed 42\n/u);
  });

  it.each([40, 100])('stays within %i columns', (width) => {
    const narrow = matrixText(matrix, exampleReport, { exitCode: 99, scenarios, page: page(width) });
    for (const line of narrow.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  it('adds colour without changing a character', () => {
    const coloured = matrixText(matrix, exampleReport, { exitCode: 99, scenarios, page: page(120, 1) });
    expect(coloured).toContain('\u001B[');
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    expect(coloured.replaceAll(/\u001B\[\d+m/gu, '')).toBe(text);
  });
});

describe('matrixMarkdown', () => {
  it('has the same in two tables', () => {
    expect(matrixMarkdown(matrix, exampleReport)).toBe(`# Scenario × weakness

Run 20261124-073102-7f3a: profile quick, seed 42, embedded cluster, Kubernetes v1.34.1.

| scenario | sound stack | control removed | then |
| --- | --- | --- | --- |
| request-flood | breached | no-limiter | caught |
|  |  | fifo-queue | not played |
| gpu-quota-storm | inconclusive | inert-quota | missed |
| mig-partition | not-verified | shared-gpu | not played |

1 of 4 weaknesses were caught by a scenario of this run.

| weakness | is |
| --- | --- |
| fifo-queue | not caught by any scenario (not played: request-flood) |
| inert-quota | not caught by any scenario (missed by gpu-quota-storm) |
| no-limiter | caught by request-flood |
| raw-labels | not caught by any scenario |
`);
  });
});

describe('of a run on a platform that is not ours', () => {
  const outside = matrixOf(endpointReport, { scenarios, weaknesses: ['no-limiter'] });

  it('matrixText says that nothing was removed, and has no weakness', () => {
    expect(matrixText(outside, endpointReport, { exitCode: 0, scenarios, page: page(120) })).toBe(
      `Run 20261130-120000-11ab, profile quick, seed 42

No control was removed: the platform is not ours, so that there was no weakness to catch. Each scenario as the platform
is:

  ✔ HELD          request-flood: control not exercised
  ○ NOT VERIFIED  gpu-quota-storm: needs quota, which an endpoint alone does not show

Exit code: 0
`,
    );
  });

  it('matrixMarkdown says so instead of an empty table', () => {
    expect(matrixMarkdown(outside, endpointReport)).toBe(String.raw`# Scenario × weakness

Run 20261130-120000-11ab: profile quick, seed 42, endpoint https\://llm.example.com.

No control was removed: the platform is not ours, so that there was no weakness to catch. Each scenario as the platform is:

| scenario | verdict |
| --- | --- |
| request-flood | held, control not exercised |
| gpu-quota-storm | not-verified |
`);
  });

  it('matrixMarkdown takes an endpoint for text', () => {
    const run = { ...endpointReport.run, endpoint: '[x](https://evil.example) <img src=x>\n# y' };
    const [, facts] = matrixMarkdown(outside, { run }).split('\n\n');
    expect(facts).toContain(String.raw`\[x\](https\://evil.example) &lt;img src=x> # y.`);
  });
});

it.each([
  [{ caughtBy: ['a', 'b'], missedBy: [], notPlayedBy: [] }, 'caught by a, b'],
  [{ caughtBy: ['a'], missedBy: ['b'], notPlayedBy: ['c'] }, 'caught by a; missed by b; not played: c'],
  [
    { caughtBy: [], missedBy: ['b'], notPlayedBy: ['c'] },
    'not caught by any scenario (missed by b; not played: c)',
  ],
  [{ caughtBy: [], missedBy: [], notPlayedBy: [] }, 'not caught by any scenario'],
])('%j is said as "%s"', (fate, words) => {
  expect(fateWords({ weakness: 'w', ...fate })).toBe(words);
});

it('a cell can neither end its row nor be HTML', () => {
  expect(markdownTable(['a|b'], [['<img src=x>\n| c |']])).toBe(
    String.raw`| a\|b |
| --- |
| &lt;img src=x> \| c \| |`,
  );
});
