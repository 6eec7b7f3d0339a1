import type { ObservedFact } from '../../model/observation.ts';
import { readMachine, type GeneratorMeter, type MachineMeter } from '../load/generator-meter.ts';
import type { RunningLoad } from '../load/running-load.ts';

type Conditions = Omit<Extract<ObservedFact, { kind: 'conditions' }>, 'kind' | 'window'>;

interface Reading {
  /** Our own machine. */
  here: MachineMeter;
  /** Each k6 of the victim, in the same order every time. */
  generators: readonly GeneratorMeter[];
  harnessSeconds: number;
}

/** Reads the machines now; call the result at the end of the window to learn what happened in between. */
export async function watchConditions(
  victim: Pick<RunningLoad, 'meters'>,
): Promise<() => Promise<Conditions>> {
  const before = await read(victim);
  return async () => worstOf(before, await read(victim));
}

/** Of many machines the worst counts: a load is no better than its worst generator. */
export function worstOf(before: Reading, after: Reading): Conditions {
  const generators = after.generators.map((end, index) => ({
    start: before.generators[index] ?? end,
    end,
  }));
  const machines = [{ start: before.here, end: after.here }, ...generators];
  const seconds = (after.here.atMs - before.here.atMs) / 1000;
  return {
    stealShare: Math.max(...machines.map(stealShare)),
    clockStepMs: machines
      .map(clockStepMs)
      .reduce((worst, step) => (Math.abs(step) > Math.abs(worst) ? step : worst)),
    victimK6CpuShare:
      Math.max(0, ...generators.map(({ start, end }) => end.cpuSeconds - start.cpuSeconds)) / seconds,
    harnessCpuShare: (after.harnessSeconds - before.harnessSeconds) / seconds,
  };
}

interface Stretch {
  start: MachineMeter;
  end: MachineMeter;
}

const stealShare = ({ start, end }: Stretch): number =>
  (end.stolenTicks - start.stolenTicks) / Math.max(1, end.allTicks - start.allTicks);

const clockStepMs = ({ start, end }: Stretch): number => end.clockOffsetMs - start.clockOffsetMs;

async function read(victim: Pick<RunningLoad, 'meters'>): Promise<Reading> {
  const [here, generators] = await Promise.all([readMachine(), victim.meters()]);
  const { user, system } = process.cpuUsage();
  return { here, generators, harnessSeconds: (user + system) / 1e6 };
}
