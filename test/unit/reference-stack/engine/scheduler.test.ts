import { describe, expect, it } from 'vitest';
import { createVirtualEngine, type Ended, type Wanted } from './virtual-engine.ts';

/** When each ended, e.g. `a1 28`. */
function ends(wanted: Record<string, Wanted>, env: Record<string, string> = {}): string[] {
  return createVirtualEngine(env).play(wanted).map(told);
}

const told = ({ name, end }: Ended): string => `${name} ${end}`;

describe('scheduler', () => {
  it('takes one step for the prompt and one for each token', () => {
    expect(ends({ a1: { maxTokens: 6 } })).toEqual(['a1 28']);
  });

  it('serves a full batch as fast as one sequence', () => {
    const batch = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`a${index}`, {}]));
    expect(new Set(ends(batch).map((line) => line.split(' ')[1]))).toEqual(new Set(['28']));
  });

  it('lets a newcomer join at the next step, and fills a slot as soon as it is free', () => {
    expect(ends({ a1: {}, a2: { atMs: 1 } }, { SLOTS: '1' })).toEqual(['a1 28', 'a2 56']);
    expect(ends({ a1: {}, a2: { atMs: 5 } })).toEqual(['a1 28', 'a2 36']);
  });

  it('works a long prompt through in chunks, and each prompt token adds to its step', () => {
    const env = { PREFILL_MS_PER_TOKEN: '0.125' };
    expect(ends({ a1: { promptTokens: 80, maxTokens: 1 } }, env)).toEqual(['a1 26']);
  });

  it('holds a tenant to its batch cap, and lets others pass', () => {
    const wanted = {
      b1: { tenant: 'b', maxBatchSize: 1 },
      b2: { tenant: 'b', maxBatchSize: 1 },
      a1: { tenant: 'a' },
    };
    expect(ends(wanted, { SLOTS: '2' })).toEqual(['b1 28', 'a1 28', 'b2 56']);
  });

  it('lets everyone wait on one load of a model', () => {
    expect(ends({ a1: {}, a2: { atMs: 100 } }, { MODEL_LOAD_MS: '300' })).toEqual(['a1 328', 'a2 328']);
  });

  it('serves neighbours while a model loads', () => {
    const wanted = { a1: {}, b1: { tenant: 'b', atMs: 400 }, a2: { atMs: 400 } };
    expect(ends(wanted, { MODEL_LOAD_MS: '300' })).toEqual(['a1 328', 'a2 428', 'b1 728']);
  });

  it('refuses at once what can never fit its partition', () => {
    const wanted = { b1: { tenant: 'b', promptTokens: 90, maxTokens: 11 }, a1: {} };
    expect(ends(wanted)).toEqual(['b1 out-of-memory', 'a1 28']);
  });

  it('lets a sequence wait for memory that its own tenant holds, and nobody else', () => {
    const long = { promptTokens: 4, maxTokens: 86 };
    const wanted = { b1: { tenant: 'b', ...long }, b2: { tenant: 'b', ...long }, a1: { ...long } };
    expect(ends(wanted)).toEqual(['b1 348', 'a1 348', 'b2 696']);
  });

  it('swaps models of one tenant without starving either', () => {
    const wanted = { a1: { model: 'm1' }, a2: { model: 'm2' }, a3: { model: 'm1' } };
    expect(ends(wanted)).toEqual(['a1 28', 'a2 56', 'a3 84']);
  });

  it('leaves nothing allocated but weights, and shares out exactly the time that it ran', () => {
    const { play, ledger, computeMs } = createVirtualEngine();
    play({ a1: {}, b1: { tenant: 'b' }, b2: { tenant: 'b', atMs: 28 } });
    expect([ledger.usedBytes('a'), ledger.usedBytes('b')]).toEqual([100, 100]);
    expect(computeMs).toEqual(
      new Map([
        ['a', 14],
        ['b', 42],
      ]),
    );
  });
});
