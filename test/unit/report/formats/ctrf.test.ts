import { getCurrentSpecVersion, validate, type CTRFReport } from 'ctrf';
import { describe, expect, it, test } from 'vitest';
import { format } from '../../../../src/report/formats/ctrf.ts';
import { format as junit } from '../../../../src/report/formats/junit.ts';
import {
  breachedRun,
  cutRun,
  endpointRun,
  exampleRuns,
  hostileRun,
  interruptedRun,
} from '../example-runs.ts';
import type { RunToTell } from '../../../../src/report/format.ts';
import { readJunit } from './read-junit.ts';

const ctrf = (run: RunToTell): CTRFReport => JSON.parse(format.render(run)) as CTRFReport;
const runs = Object.entries(exampleRuns);

describe('ctrf.json', () => {
  test.each(runs)('of a run that is %s is what the schema wants', (_name, run) => {
    expect(validate(ctrf(run))).toMatchObject({ valid: true });
  });

  it('names the version of the schema that it was held against', () => {
    expect(ctrf(breachedRun).specVersion).toBe(getCurrentSpecVersion());
  });

  it('would not pass with a field of our own', () => {
    expect(validate({ ...ctrf(breachedRun), verdicts: [] })).toMatchObject({ valid: false });
  });

  test.each(runs)('of a run that is %s fails a gate exactly if the exit code does', (_name, run) => {
    expect(ctrf(run).results.summary.failed > 0).toBe(run.exitCode !== 0);
  });

  it('counts each test once', () => {
    expect(ctrf(breachedRun).results.summary).toEqual({
      tests: 7,
      passed: 3,
      failed: 3,
      skipped: 1,
      pending: 0,
      other: 0,
      suites: 4,
      start: Date.parse('2026-11-24T07:31:02.000Z'),
      stop: Date.parse('2026-11-24T07:34:14.000Z'),
      duration: 192_000,
    });
  });

  it('keeps the verdict and its figures beside what CTRF has a word for', () => {
    const { tests } = ctrf(breachedRun).results;
    expect(tests.map(({ status, rawStatus }) => [status, rawStatus])).toEqual([
      ['passed', 'held'],
      ['passed', 'held'],
      ['failed', 'breached'],
      ['passed', 'caught'],
      ['failed', 'inconclusive'],
      ['failed', 'missed'],
      ['skipped', 'not-verified'],
    ]);
    expect(tests[1]?.extra).toEqual({
      id: 'request-flood/protected/victim-p99-ratio',
      measured: 1.0434,
      limit: 1.25,
      unit: 'ratio',
      interval: { low: 0.971, high: 1.1216, confidence: 0.995 },
      samples: 2560,
    });
  });

  it('fails a control that was not played by that name', () => {
    expect(ctrf(cutRun).results.tests.at(-1)).toMatchObject({ status: 'failed', rawStatus: 'not-played' });
  });

  it('says of a run on a platform that is not ours, and of what held there, that no control was exercised', () => {
    const { tests, extra, environment } = ctrf(endpointRun).results;
    expect(extra).toMatchObject({ control: 'not-exercised' });
    expect(environment?.testEnvironment).toBe('endpoint https://llm.example.com');
    expect(tests[0]?.message).toBe('It ended as it should. No control was removed: the platform is not ours');
    expect(tests[1]).toMatchObject({
      status: 'passed',
      message: 'held, control not exercised: p99 41.2 ms at rest, 43 ms under attack: at most 1.12 times',
      extra: { control: 'not-exercised' },
    });
  });

  it('shows that a run ended early', () => {
    expect(ctrf(interruptedRun).results.tests[0]).toMatchObject({
      status: 'failed',
      message: 'The run ended early: Interrupted by SIGINT',
    });
  });

  test.each(runs.filter(([, run]) => run !== hostileRun))(
    'of a run that is %s says what a reader finds in junit.xml',
    async (_name, run) => {
      const tests = ctrf(run).results.tests.map(({ name, status, duration, filePath }) => ({
        name,
        status,
        seconds: duration / 1000,
        file: filePath,
      }));
      const seen = (await readJunit(junit.render(run))).map(({ name, status, seconds, file }) => ({
        name,
        status: status === 'error' ? 'failed' : status,
        seconds,
        file,
      }));
      expect(tests).toEqual(seen);
    },
  );
});
