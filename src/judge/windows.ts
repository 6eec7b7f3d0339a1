import type { ArmRecord, LoadSamples } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';

export type Window = Fact<'window'>;

export interface WindowPair {
  pair: number;
  baseline: Window;
  attack: Window;
}

/** Pairs of which both windows were played to the end; a half pair has nothing to be compared with. */
export function completePairs(record: ArmRecord): WindowPair[] {
  const windows = factsOf(record, 'window');
  return windows
    .filter(({ phase }) => phase === 'attack')
    .flatMap((attack) => {
      const baseline = windows.find(({ pair, phase }) => pair === attack.pair && phase === 'baseline');
      return baseline ? [{ pair: attack.pair, baseline, attack }] : [];
    })
    .sort((a, b) => a.pair - b.pair);
}

export const attackWindows = (record: ArmRecord): Window[] =>
  factsOf(record, 'window').filter(({ phase }) => phase === 'attack');

export interface Stretch {
  fromMs: number;
  toMs: number;
}

/** The part of a window that counts: its start is left out while the neighbour's effect drains. */
export const measuredPart = ({ measureFromMs, toMs }: Window): Stretch => ({ fromMs: measureFromMs, toMs });

/** Indices of the requests whose intended start lies in [fromMs, toMs). */
export function requestsIn({ intendedMs }: LoadSamples, { fromMs, toMs }: Stretch): number[] {
  const found: number[] = [];
  for (let index = 0; index < intendedMs.length; index++) {
    const startMs = intendedMs[index] ?? Number.NaN;
    if (startMs >= fromMs && startMs < toMs) found.push(index);
  }
  return found;
}

export const secondsOf = ({ fromMs, toMs }: Stretch): number => (toMs - fromMs) / 1000;

/** Answered with success. No answer, a refusal and a server error alike are failures. */
export const isServed = (status: number): boolean => status >= 200 && status < 300;
