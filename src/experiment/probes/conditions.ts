import { readFile } from 'node:fs/promises';
import type { ObservedFact } from '../../model/observation.ts';
import { nowMs } from '../../system/clock.ts';
import type { RunningLoad } from '../load/start-load.ts';

type Conditions = Omit<Extract<ObservedFact, { kind: 'conditions' }>, 'kind' | 'window'>;

interface Reading {
  atMs: number;
  /** Wall clock less the clock that never runs backwards. */
  clockOffsetMs: number;
  stolenTicks: number;
  allTicks: number;
  k6Seconds: number;
  harnessSeconds: number;
}

/** Reads the machine now; call the result at the end of the window to learn what happened in between. */
export async function watchConditions(victim: RunningLoad): Promise<() => Promise<Conditions>> {
  const before = await read(victim);
  return async () => {
    const after = await read(victim);
    const seconds = (after.atMs - before.atMs) / 1000;
    return {
      stealShare: (after.stolenTicks - before.stolenTicks) / Math.max(1, after.allTicks - before.allTicks),
      clockStepMs: after.clockOffsetMs - before.clockOffsetMs,
      victimK6CpuShare: (after.k6Seconds - before.k6Seconds) / seconds,
      harnessCpuShare: (after.harnessSeconds - before.harnessSeconds) / seconds,
    };
  };
}

async function read(victim: RunningLoad): Promise<Reading> {
  const [{ stolen, all }, k6Seconds] = await Promise.all([processorTicks(), victim.cpuSeconds()]);
  const { user, system } = process.cpuUsage();
  const atMs = nowMs();
  return {
    atMs,
    clockOffsetMs: Date.now() - atMs,
    stolenTicks: stolen,
    allTicks: all,
    k6Seconds,
    harnessSeconds: (user + system) / 1e6,
  };
}

/** First line of /proc/stat: `cpu user nice system idle iowait irq softirq steal guest guest_nice` (proc_stat(5)); guest is part of user. */
async function processorTicks(): Promise<{ stolen: number; all: number }> {
  const [line = ''] = (await readFile('/proc/stat', 'utf8')).split('\n');
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, value) => sum + value, 0) };
}
