import { describe, expect, it } from 'vitest';
import { createMemoryLedger } from '../../../../src/reference-stack/engine/memory-ledger.ts';
import { createModelStore } from '../../../../src/reference-stack/engine/model-store.ts';
import { createScheduler, type Scheduler } from '../../../../src/reference-stack/engine/scheduler.ts';
import { createSequenceMemory } from '../../../../src/reference-stack/engine/sequence-memory.ts';
import type { Sequence } from '../../../../src/reference-stack/engine/sequence.ts';

interface Wanted {
  tenant?: string;
  model?: string;
  promptTokens?: number;
  maxTokens?: number;
  maxBatchSize?: number;
  atMs?: number;
}

/** An engine with two tenants, each with room for one model of 100 bytes and 100 tokens of one byte each. */
function stage(overrides: { slots?: number; loadMs?: number; prefillMsPerToken?: number } = {}) {
  const ledger = createMemoryLedger(400);
  ledger.setPartition('a', 200);
  ledger.setPartition('b', 200);
  const models = createModelStore({
    ledger,
    modelBytes: 100,
    loadMs: overrides.loadMs ?? 0,
    events: { onLoad: () => {}, onEvict: () => {} },
  });
  const memory = createSequenceMemory({
    ledger,
    models,
    modelBytes: 100,
    kvBlockTokens: 10,
    kvBytesPerToken: 1,
  });
  const computeMs = new Map<string, number>();
  const scheduler = createScheduler({
    slots: overrides.slots ?? 8,
    stepMs: 4,
    prefillTokensPerStep: 32,
    prefillMsPerToken: overrides.prefillMsPerToken ?? 0,
    memory,
    onCompute: (tenant, _model, ms) => void computeMs.set(tenant, (computeMs.get(tenant) ?? 0) + ms),
  });
  return { ledger, scheduler, computeMs };
}

/** Plays arrivals on a virtual clock until nothing is left; tells when each ended, e.g. `a1 28`. */
function play(scheduler: Scheduler, wanted: Record<string, Wanted>): string[] {
  let nowMs = 0;
  const ended: string[] = [];
  const arrivals = Object.entries(wanted).map(([name, want]) => ({
    atMs: want.atMs ?? 0,
    sequence: sequenceOf(want, (end) => ended.push(`${name} ${end === 'finished' ? nowMs : end}`)),
  }));
  for (;;) {
    while (arrivals[0] && arrivals[0].atMs <= nowMs) {
      const arrival = arrivals.shift();
      if (arrival) scheduler.submit(arrival.sequence);
    }
    const next = scheduler.beginStep(nowMs);
    const idleUntilMs = arrivals[0]?.atMs;
    if (next && 'stepMs' in next) scheduler.endStep((nowMs += next.stepMs));
    else if (next) nowMs = next.wakeAtMs;
    else if (idleUntilMs === undefined) return ended;
    else nowMs = idleUntilMs;
  }
}

function sequenceOf(want: Wanted, onEnd: Sequence['onEnd']): Sequence {
  const { tenant = 'a', model = 'm', promptTokens = 4, maxTokens = 6, maxBatchSize = 8 } = want;
  return { tenant, model, promptTokens, maxTokens, maxBatchSize, onToken: () => {}, onEnd };
}

describe('scheduler', () => {
  it('takes one step for the prompt and one for each token', () => {
    expect(play(stage().scheduler, { a1: { maxTokens: 6 } })).toEqual(['a1 28']);
  });

  it('serves a full batch as fast as one sequence', () => {
    const batch = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`a${index}`, {}]));
    expect(new Set(play(stage().scheduler, batch).map((line) => line.split(' ')[1]))).toEqual(
      new Set(['28']),
    );
  });

  it('lets a newcomer join at the next step, and fills a slot as soon as it is free', () => {
    const { scheduler } = stage({ slots: 1 });
    expect(play(scheduler, { a1: {}, a2: { atMs: 1 } })).toEqual(['a1 28', 'a2 56']);
    expect(play(stage().scheduler, { a1: {}, a2: { atMs: 5 } })).toEqual(['a1 28', 'a2 36']);
  });

  it('works a long prompt through in chunks, and each prompt token adds to its step', () => {
    const { scheduler } = stage({ prefillMsPerToken: 0.125 });
    expect(play(scheduler, { a1: { promptTokens: 80, maxTokens: 1 } })).toEqual(['a1 26']);
  });

  it('holds a tenant to its batch cap, and lets others pass', () => {
    const wanted = {
      b1: { tenant: 'b', maxBatchSize: 1 },
      b2: { tenant: 'b', maxBatchSize: 1 },
      a1: { tenant: 'a' },
    };
    expect(play(stage({ slots: 2 }).scheduler, wanted)).toEqual(['b1 28', 'a1 28', 'b2 56']);
  });

  it('lets everyone wait on one load of a model', () => {
    expect(play(stage({ loadMs: 300 }).scheduler, { a1: {}, a2: { atMs: 100 } })).toEqual([
      'a1 328',
      'a2 328',
    ]);
  });

  it('serves neighbours while a model loads', () => {
    const wanted = { a1: {}, b1: { tenant: 'b', atMs: 400 }, a2: { atMs: 400 } };
    expect(play(stage({ loadMs: 300 }).scheduler, wanted)).toEqual(['a1 328', 'a2 428', 'b1 728']);
  });

  it('refuses at once what can never fit its partition', () => {
    const wanted = { b1: { tenant: 'b', promptTokens: 90, maxTokens: 11 }, a1: {} };
    expect(play(stage().scheduler, wanted)).toEqual(['b1 out-of-memory', 'a1 28']);
  });

  it('lets a sequence wait for memory that its own tenant holds, and nobody else', () => {
    const long = { promptTokens: 4, maxTokens: 86 };
    const wanted = { b1: { tenant: 'b', ...long }, b2: { tenant: 'b', ...long }, a1: { ...long } };
    expect(play(stage().scheduler, wanted)).toEqual(['b1 348', 'a1 348', 'b2 696']);
  });

  it('swaps models of one tenant without starving either', () => {
    const wanted = { a1: { model: 'm1' }, a2: { model: 'm2' }, a3: { model: 'm1' } };
    expect(play(stage().scheduler, wanted)).toEqual(['a1 28', 'a2 56', 'a3 84']);
  });

  it('frees slot and memory of a cancelled sequence at once', () => {
    const { scheduler, ledger } = stage({ slots: 1 });
    const running = sequenceOf({ maxTokens: 50 }, () => {});
    const waiting = sequenceOf({}, () => {});
    scheduler.submit(running);
    scheduler.submit(waiting);
    scheduler.beginStep(0);
    expect([scheduler.running, scheduler.waiting, ledger.usedBytes('a')]).toEqual([1, 1, 160]);
    scheduler.cancel(running, 1);
    scheduler.cancel(waiting, 1);
    expect([scheduler.running, scheduler.waiting, ledger.usedBytes('a')]).toEqual([0, 0, 100]);
    expect(scheduler.beginStep(4)).toBeUndefined();
  });

  it('leaves nothing allocated but weights, and shares out exactly the time that it ran', () => {
    const { scheduler, ledger, computeMs } = stage();
    play(scheduler, { a1: {}, b1: { tenant: 'b' }, b2: { tenant: 'b', atMs: 28 } });
    expect([ledger.usedBytes('a'), ledger.usedBytes('b')]).toEqual([100, 100]);
    expect(computeMs).toEqual(
      new Map([
        ['a', 14],
        ['b', 42],
      ]),
    );
  });
});
