import { describe, expect, it } from 'vitest';
import { streamsChargedAsEmitted } from '../../../../src/judge/checks/streams-charged-as-emitted.ts';
import type { ArmRecord } from '../../../../src/model/observation.ts';
import { completion, reading, spoiled, stepsPlan, stepsRecord } from '../example-completions.ts';

const at = (moment: string) => ({ gateway: `${moment}-gateway`, engine: `${moment}-engine` });

const check = streamsChargedAsEmitted({
  before: at('before'),
  between: at('between'),
  after: at('after'),
  whole: ['whole'],
  aborted: ['abort'],
});

interface Books {
  whole?: [charged: number, emitted: number];
  broken?: [charged: number, emitted: number];
}

/** One stream of 50 tokens read to its end, and two broken off after 3 tokens each; the tenant had 100 tokens before. */
function record({ whole = [50, 50], broken = [8, 8] }: Books): ArmRecord {
  const output = (step: string, amount: number) => reading(step, { output: { 'tenant-b': amount } });
  return stepsRecord(
    output('before-gateway', 100),
    output('before-engine', 100),
    completion('whole', 2, { tokensStreamed: 50 }),
    output('between-gateway', 100 + whole[0]),
    output('between-engine', 100 + whole[1]),
    completion('abort', 3, { tokensStreamed: 3, hungUp: true }),
    completion('abort', 3, { tokensStreamed: 3, hungUp: true }),
    output('after-gateway', 100 + whole[0] + broken[0]),
    output('after-engine', 100 + whole[1] + broken[1]),
  );
}

describe('streams-charged-as-emitted', () => {
  it('is held when all streams are charged to the token, also what came too late for the client', () => {
    const found = check.judge(stepsPlan, record({}));
    expect(found).toMatchObject({ status: 'held', measured: 0, limit: 0, samples: 2 });
    expect(found.reason).toContain('2 streams broken off: 6 tokens received, 8 charged, 8 emitted');
  });

  it.each([
    ['tokens were given away', { broken: [7, 8] }, '7 charged, 8 emitted'],
    ['less was charged than the clients got', { broken: [5, 5] }, '6 tokens received, 5 charged'],
    ['more was charged than was emitted', { broken: [9, 8] }, '9 charged, 8 emitted'],
    ['nothing was charged', { broken: [0, 8] }, '0 charged'],
    ['a whole stream was charged wrongly', { whole: [49, 50] }, 'read to their end: 50 tokens received, 49'],
  ] satisfies [string, Books, string][])('is breached when %s', (_what, books, reason) => {
    const found = check.judge(stepsPlan, record(books));
    expect(found.status).toBe('breached');
    expect(found.reason).toContain(reason);
  });

  it('is inconclusive when no stream was whole, or none was broken off', () => {
    expect(check.judge(stepsPlan, record({ whole: [40, 40] })).reason).toContain('no stream was whole');
    const unbroken = record({ broken: [6, 6] });
    const observations = unbroken.observations.map((seen) =>
      seen.kind === 'completion' ? { ...seen, hungUp: false } : seen,
    );
    expect(check.judge(stepsPlan, { observations }).reason).toContain('nothing was broken off');
  });

  it('is inconclusive when a reading is missing, or who counts began anew', () => {
    const { observations } = record({});
    const lost = observations.filter((seen) => seen.kind !== 'reading' || seen.step !== 'after-engine');
    expect(check.judge(stepsPlan, { observations: lost }).reason).toContain(
      'the reading after-engine is missing',
    );
    const anew = observations.map((seen) =>
      seen.kind === 'reading' && seen.step === 'after-gateway' ? { ...seen, processes: ['new pod'] } : seen,
    );
    expect(check.judge(stepsPlan, { observations: anew }).reason).toContain('who counted output changed');
    expect(check.judge(stepsPlan, stepsRecord()).status).toBe('inconclusive');
  });

  it.each(spoiled(record({})))('is inconclusive when %s', (_what, seen, reason) => {
    const found = check.judge(stepsPlan, seen);
    expect(found.status).toBe('inconclusive');
    expect(found.reason).toMatch(reason);
  });
});
