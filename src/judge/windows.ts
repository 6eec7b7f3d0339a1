import type { LoadDigest, WindowLoad } from '../model/load-digest.ts';
import type { ArmRecord } from '../model/observation.ts';
import { factsOf, type Fact } from './facts.ts';

export type Window = Fact<'window'>;

export interface WindowPair {
  pair: number;
  baseline: Window;
  attack: Window;
}

/** Windows that were played to the end: of one that was cut short nobody knows what the rest would have brought. */
export const wholeWindows = (record: ArmRecord): Window[] =>
  factsOf(record, 'window').filter(({ cutShort }) => cutShort !== true);

/** Pairs of which both windows were played to the end; a half pair has nothing to be compared with. */
export function completePairs(record: ArmRecord): WindowPair[] {
  const windows = wholeWindows(record);
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

/** What a load did in a window; undefined if none was recorded. */
export const loadIn = (load: LoadDigest | undefined, { index }: Window): WindowLoad | undefined =>
  load?.windows.get(index);

/** Requests of the measured part that were sent; 0 if no load was recorded. */
export function startedIn(load: LoadDigest | undefined, window: Window): number {
  const counted = loadIn(load, window);
  return counted ? counted.due - counted.neverStarted : 0;
}

export const secondsOf = ({ fromMs, toMs }: Stretch): number => (toMs - fromMs) / 1000;

/** Answered with success. No answer, a refusal and a server error alike are failures. */
export const isServed = (status: number): boolean => status >= 200 && status < 300;

/** How many answers had a status of this sort. */
export function answersWith(
  byStatus: ReadonlyMap<number, number>,
  wanted: (status: number) => boolean,
): number {
  let sum = 0;
  for (const [status, times] of byStatus) if (wanted(status)) sum += times;
  return sum;
}
