import { error, notice, warning } from '@actions/core';
import { describe, expect, it, test, vi } from 'vitest';
import type { Verdict } from '../../../src/model/report.ts';
import { githubAnnotations } from '../../../src/report/github-annotations.ts';
import { plainText } from '../../../src/report/plain-text.ts';
import {
  breachedRun,
  cutRun,
  endpointRun,
  exampleRuns,
  heldRun,
  hostileRun,
  hostileTexts,
  interruptedRun,
  runWith,
} from './example-runs.ts';

/** The lines that GitHub's own library writes. */
function writtenBy(say: () => void): string[] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    say();
    return write.mock.calls.map(([text]) => String(text).trimEnd());
  } finally {
    write.mockRestore();
  }
}

const breachedVerdict = (index: number, changes: Partial<Verdict> = {}): Verdict => ({
  id: `flood/protected/check-${index}`,
  scenario: 'flood',
  arm: 'protected',
  objective: 'All are served',
  status: 'breached',
  measured: 7,
  limit: 0,
  unit: 'requests',
  reason: `reason ${index}`,
  evidence: [],
  ...changes,
});

/** As the runner takes a line apart: `ActionCommand.TryParseV2` of actions/runner. */
function readByRunner(line: string): {
  command: string;
  properties: Record<string, string>;
  message: string;
} {
  const [, command = '', listed = '', data = ''] = /^::([a-z-]+) (.*?)::(.*)$/u.exec(line.trimStart()) ?? [];
  const unescaped = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  const properties = listed.split(',').map((pair): [string, string] => {
    const [key = '', ...value] = pair.split('=');
    return [key, unescaped(value.join('='))];
  });
  return {
    command,
    properties: Object.fromEntries(properties),
    message: data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%'),
  };
}

describe('annotations of GitHub', () => {
  it('are, to the letter, what its library writes: an error for a breach, warnings for doubts', () => {
    const expected = writtenBy(() => {
      error(
        [
          'refusals-explained: Every refused request of the aggressor gets 429 with Retry-After',
          '1,133 requests refused with 429; 7 failed otherwise: 503 (7 times)',
          'failed: rate limiter',
          'usual cause: Requests of all tenants wait in one queue.',
          'fix: Set `queue: fair` in gateway.yaml.',
          'reproduce: tenantproof verify --scenario request-flood --profile quick --seed 42',
        ].join('\n'),
        { title: 'request-flood BREACHED', file: 'scenarios/request-flood.ts' },
      );
      warning(
        [
          'gpu-quota-exact: Exactly the promised GPUs are given out, every other pod is refused by the quota',
          'the negative control was missed: without the control (the quota on requests.nvidia.com/gpu) this had to break, but gpu-quota-storm/weakened-inert-quota/gpu-quota-exact was held',
          'reproduce: tenantproof verify --scenario gpu-quota-storm --profile quick --seed 42',
        ].join('\n'),
        { title: 'gpu-quota-storm INCONCLUSIVE', file: 'scenarios/gpu-quota-storm.ts' },
      );
      warning(
        [
          'control removed: inert-quota must break',
          "Control removed (the quota on requests.nvidia.com/gpu): it was not seen to break, so these checks can't be believed",
          'reproduce: tenantproof verify --scenario gpu-quota-storm --profile quick --seed 42',
        ].join('\n'),
        { title: 'gpu-quota-storm MISSED', file: 'scenarios/gpu-quota-storm.ts' },
      );
    });
    expect(expected).toHaveLength(3);
    expect(githubAnnotations(breachedRun)).toEqual(expected);
  });

  it('warn of a control that was not played, and do not call it missed', () => {
    const titles = githubAnnotations(cutRun).map((line) => readByRunner(line).properties['title']);
    expect(titles).toEqual(['gpu-quota-storm INCONCLUSIVE', 'gpu-quota-storm NOT PLAYED']);
  });

  it('are a notice where what held has a control that was not exercised', () => {
    const expected = writtenBy(() =>
      notice('1 held, control not exercised. No control was removed: the platform is not ours', {
        title: 'tenantproof HELD, control not exercised',
      }),
    );
    expect(githubAnnotations(endpointRun)).toEqual(expected);
  });

  it('are none where all held', () => {
    expect(githubAnnotations(heldRun)).toEqual([]);
  });

  it('say that a run ended early, and belong to no file then', () => {
    expect(githubAnnotations(interruptedRun).map(readByRunner)).toEqual([
      {
        command: 'warning',
        properties: { title: 'tenantproof INCONCLUSIVE' },
        message:
          'The run was played to its end and showed something\nThe run ended early: Interrupted by SIGINT',
      },
    ]);
  });

  test('of ten breaches are ten, and none says that there are more', () => {
    const lines = githubAnnotations(
      runWith(Array.from({ length: 10 }, (_, index) => breachedVerdict(index))),
    );
    expect(lines.map((line) => readByRunner(line).message.split('\n')[1])).toEqual(
      Array.from({ length: 10 }, (_, index) => `reason ${index}`),
    );
  });

  it('say in the last how many more there are', () => {
    const breaches = Array.from({ length: 12 }, (_, index) => breachedVerdict(index));
    const doubts = breaches.map((_verdict, index) =>
      breachedVerdict(index, { id: `flood/protected/doubt-${index}`, status: 'inconclusive' }),
    );
    const lines = githubAnnotations(runWith([...breaches, ...doubts]));
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(10);
    expect(lines[9]).toBe('::error title=tenantproof::3 more like these; the summary has them all');
    expect(lines[19]).toBe('::warning title=tenantproof::3 more like these; the summary has them all');
  });

  it('hand a hostile text to the runner as a text, in one line and one command', () => {
    const lines = githubAnnotations(hostileRun);
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning) title=[^\r\n]*$/u);
    const messages = lines.map(readByRunner).filter(({ command }) => command === 'error');
    expect(messages.map(({ message }) => message.split('\n')[1])).toEqual(hostileTexts.map(plainText));
    expect(messages[0]?.properties).toEqual({ title: 'flood BREACHED', file: 'scenarios/flood.ts' });
  });

  it('escape what separates properties', () => {
    const [line = ''] = githubAnnotations(runWith([breachedVerdict(0, { scenario: 'a,b: 100%::' })]));
    expect(line).toContain(
      '::error title=a%2Cb%3A 100%25%3A%3A BREACHED,file=scenarios/a%2Cb%3A 100%25%3A%3A.ts::',
    );
    expect(readByRunner(line).properties).toEqual({
      title: 'a,b: 100%:: BREACHED',
      file: 'scenarios/a,b: 100%::.ts',
    });
  });

  test.each(Object.entries(exampleRuns))(
    'of a run that is %s come exactly if its exit code is not 0',
    (_name, run) => {
      const failures = githubAnnotations(run).filter((line) => !line.startsWith('::notice '));
      expect(failures.length > 0).toBe(run.exitCode !== 0);
    },
  );
});
