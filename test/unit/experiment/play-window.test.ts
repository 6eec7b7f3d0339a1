import { describe, expect, test } from 'vitest';
import { noAttack } from '../../../src/experiment/attacks/no-attack.ts';
import { playWindow, type EarlyEnd } from '../../../src/experiment/play-window.ts';
import type { ObservedFact } from '../../../src/model/observation.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { pause } from '../../../src/system/pause.ts';
import { contextOf } from './quick-context.ts';
import { playedLoad } from './quick-windows.ts';

type Played = Extract<ObservedFact, { kind: 'window' }>;

const burnt = { failedRatio: 0.9 };
const neverEarly = new Promise<EarlyEnd>(() => {});

/** Plays a window that is measured from 50 ms on. */
async function play(seconds: number, endedEarly: Promise<EarlyEnd>) {
  const recorded: ObservedFact[] = [];
  const context = contextOf({ record: (fact) => void recorded.push(fact) });
  const startMs = nowMs();
  const bounds = { fromSeconds: 0, measureFromSeconds: 0.05, toSeconds: seconds };
  const outcome = await playWindow(context, noAttack, {
    victim: playedLoad(),
    window: { index: 3, pair: 1, phase: 'attack', ...bounds },
    startMs,
    settled: () => {},
    endedEarly,
  });
  return { outcome, startMs, recorded };
}

const kindsOf = (recorded: readonly ObservedFact[]): string[] => recorded.map(({ kind }) => kind);

const windowIn = (recorded: readonly ObservedFact[]): Played | undefined =>
  recorded.find((fact) => fact.kind === 'window');

const after = <T>(ms: number, value: T): Promise<T> =>
  pause(ms, new AbortController().signal).then(() => value);

describe('a window', () => {
  test('that is played to its end is recorded with what the machine did', async () => {
    const { outcome, recorded, startMs } = await play(0.2, neverEarly);
    expect([outcome, kindsOf(recorded)]).toEqual(['played', ['window', 'conditions']]);
    expect(windowIn(recorded)).toMatchObject({ index: 3, toMs: startMs + 200 });
    expect(windowIn(recorded)).not.toHaveProperty('cutShort');
  });

  test('in which the error budget is burnt is recorded as far as it went', async () => {
    const { outcome, recorded, startMs } = await play(60, after(120, burnt));
    expect([outcome, kindsOf(recorded)]).toEqual([burnt, ['window']]);
    expect(windowIn(recorded)).toMatchObject({ index: 3, cutShort: true });
    expect(windowIn(recorded)?.toMs).toBeGreaterThan(startMs + 100);
    expect(windowIn(recorded)?.toMs).toBeLessThan(startMs + 60_000);
  });

  test('that is not measured yet when the error budget is burnt is not recorded', async () => {
    const { outcome, recorded } = await play(60, Promise.resolve(burnt));
    expect([outcome, kindsOf(recorded)]).toEqual([burnt, []]);
  });

  test('in which a load is lost is not recorded, nor when its time is over', async () => {
    const { outcome, recorded } = await play(1.5, after(120, 'lost' as const));
    await after(1600, undefined);
    expect([outcome, kindsOf(recorded)]).toEqual(['lost', []]);
  });
});
