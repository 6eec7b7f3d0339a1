import { createGpu, type Gpu } from '../../../../src/reference-stack/engine/gpu.ts';
import type { Scheduler, Share } from '../../../../src/reference-stack/engine/scheduler.ts';
import type { Sequence } from '../../../../src/reference-stack/engine/sequence.ts';
import { readSettings } from '../../../../src/reference-stack/engine/settings.ts';

export interface Wanted {
  tenant?: string;
  model?: string;
  promptTokens?: number;
  promptBlocks?: readonly string[];
  maxTokens?: number;
  maxBatchSize?: number;
  atMs?: number;
  /** When its client hangs up. */
  abortAtMs?: number;
}

/** Small and round, so that every figure in a test can be worked out by hand: a model of 100 bytes, one byte for each token. */
const smallGpu = {
  STEP_MS: '4',
  PREFILL_TOKENS_PER_STEP: '32',
  PREFILL_MS_PER_TOKEN: '0',
  GPU_MEMORY_BYTES: '400',
  MODEL_BYTES: '100',
  MODEL_LOAD_MS: '0',
  KV_BLOCK_TOKENS: '10',
  KV_BYTES_PER_TOKEN: '1',
};

export interface VirtualEngine extends Gpu {
  evicted: string[];
  /** With the memory in use when it ended. */
  steps: { ms: number; shares: readonly Share[]; usedBytes: number }[];
  /** By tenant. */
  computeMs: Map<string, number>;
  /** Plays on until nothing is left; tells when each ended and when its first token came. */
  play: (wanted: Record<string, Wanted>) => Ended[];
  /** When the last step ended. */
  nowMs: () => number;
}

export interface Ended {
  name: string;
  /** Milliseconds, or why not. */
  end: number | 'out-of-memory' | 'aborted';
  firstTokenMs?: number;
  cachedTokens?: number;
}

/** A GPU on a clock that stands still until a test plays something. */
export function createVirtualEngine(
  env: Record<string, string> = {},
  partitions: Record<string, number> = { a: 200, b: 200 },
): VirtualEngine {
  const evicted: string[] = [];
  const steps: VirtualEngine['steps'] = [];
  const computeMs = new Map<string, number>();
  const gpu = createGpu(readSettings({ ...smallGpu, ...env }), {
    onLoad: () => {},
    onEvict: (tenant, model) => void evicted.push(`${tenant}/${model}`),
    onStep: (ms, shares) => {
      const used = gpu.ledger.tenants().map((tenant) => gpu.ledger.usedBytes(tenant));
      steps.push({ ms, shares, usedBytes: used.reduce((sum, bytes) => sum + bytes, 0) });
      for (const share of shares) computeMs.set(share.tenant, (computeMs.get(share.tenant) ?? 0) + share.ms);
    },
  });
  for (const [tenant, bytes] of Object.entries(partitions)) gpu.ledger.setPartition(tenant, bytes);
  const clock = { nowMs: 0 };
  return {
    ...gpu,
    evicted,
    steps,
    computeMs,
    nowMs: () => clock.nowMs,
    play: (wanted) => {
      const ended: Ended[] = [];
      const events = Object.entries(wanted).flatMap(([name, want]) =>
        eventsOf({ name, want, clock, ended, scheduler: gpu.scheduler }),
      );
      playOut(
        gpu.scheduler,
        events.sort((a, b) => a.atMs - b.atMs),
        clock,
      );
      return ended;
    },
  };
}

interface Clock {
  nowMs: number;
}

interface Event {
  atMs: number;
  act(atMs: number): void;
}

interface Request {
  name: string;
  want: Wanted;
  clock: Clock;
  ended: Ended[];
  scheduler: Scheduler;
}

function eventsOf({ name, want, clock, ended, scheduler }: Request): Event[] {
  const record: Ended = { name, end: 'aborted' };
  const { atMs = clock.nowMs, abortAtMs, ...rest } = want;
  const sequence: Sequence = {
    tenant: 'a',
    model: 'm',
    promptTokens: 4,
    promptBlocks: [],
    maxTokens: 6,
    maxBatchSize: 8,
    ...rest,
    onStart: (tokens) => {
      if (tokens > 0) record.cachedTokens = tokens;
    },
    onToken: () => void (record.firstTokenMs ??= clock.nowMs),
    onEnd: (end) => {
      record.end = end === 'finished' ? clock.nowMs : end;
      ended.push(record);
    },
  };
  const abort = (at: number): void => {
    if (record.end !== 'aborted' || ended.includes(record)) return;
    ended.push(record);
    scheduler.cancel(sequence, at);
  };
  const submit = { atMs, act: () => scheduler.submit(sequence) };
  return abortAtMs === undefined ? [submit] : [submit, { atMs: abortAtMs, act: abort }];
}

/** As the step clock does, with what happens in mid-step happening in mid-step. */
function playOut(scheduler: Scheduler, events: Event[], clock: Clock): void {
  const happen = (isDue: (atMs: number) => boolean): void => {
    for (let event = events[0]; event && isDue(event.atMs); event = events[0]) {
      events.shift();
      event.act(event.atMs);
    }
  };
  for (;;) {
    happen((atMs) => atMs <= clock.nowMs);
    const next = scheduler.beginStep(clock.nowMs);
    if (next && 'stepMs' in next) {
      const endMs = clock.nowMs + next.stepMs;
      happen((atMs) => atMs < endMs);
      clock.nowMs = endMs;
      scheduler.endStep(clock.nowMs);
      continue;
    }
    const wakeAtMs = Math.min(
      next?.wakeAtMs ?? Number.POSITIVE_INFINITY,
      events[0]?.atMs ?? Number.POSITIVE_INFINITY,
    );
    if (wakeAtMs === Number.POSITIVE_INFINITY) return;
    clock.nowMs = wakeAtMs;
  }
}
