import type { WindowPlan } from '../model/plan.ts';
import { nowMs } from '../system/clock.ts';
import { pause } from '../system/pause.ts';
import type { AttackContext, AttackDriver } from './attacks/attack-driver.ts';
import type { RunningLoad } from './load/running-load.ts';
import { watchConditions } from './probes/conditions.ts';

/** So long before a window is measured, the last answers of the one before are in. */
const settledBeforeSeconds = 0.2;

/** Why nothing more is played: a load is lost, or the victim's error budget is burnt. */
export type EarlyEnd = 'lost' | { failedRatio: number };

interface WindowTerms {
  victim: RunningLoad;
  window: WindowPlan;
  /** When the windows began, in milliseconds since the epoch. */
  startMs: number;
  settled: () => void;
  endedEarly: Promise<EarlyEnd>;
}

/**
 * A window that could not begin in time, because the one before took too long, is not recorded: its pair does not count.
 * One in which the error budget was burnt is recorded as far as it went, for what failed in it failed under attack.
 */
export async function playWindow(
  { recorder, signal }: AttackContext,
  attack: AttackDriver,
  { victim, window, startMs, settled, endedEarly }: WindowTerms,
): Promise<'played' | 'late' | EarlyEnd> {
  const { index, pair, phase } = window;
  const at = (seconds: number): number => startMs + seconds * 1000;
  const measureFromMs = at(window.measureFromSeconds);
  if (nowMs() > measureFromMs) return 'late';
  const play = async (): Promise<{ conditions: Awaited<ReturnType<typeof watchConditions>> }> => {
    await until(at(window.fromSeconds), signal);
    const conditions = await watchConditions(victim);
    const strike = phase === 'attack' ? attack.strike() : attack.rest?.(index);
    const tell = async (): Promise<void> => {
      await until(at(window.measureFromSeconds - settledBeforeSeconds), signal);
      if (index > 0) settled();
    };
    await Promise.all([strike, tell(), until(at(window.toSeconds), signal)]);
    return { conditions };
  };
  const outcome = await Promise.race([endedEarly, play()]);
  if (outcome === 'lost') return outcome;
  const facts = {
    kind: 'window',
    index,
    pair,
    phase,
    fromMs: at(window.fromSeconds),
    measureFromMs,
  } as const;
  if ('conditions' in outcome) {
    recorder.record({ ...facts, toMs: at(window.toSeconds) });
    recorder.record({ kind: 'conditions', window: index, ...(await outcome.conditions()) });
    return 'played';
  }
  const toMs = Math.min(nowMs(), at(window.toSeconds));
  if (toMs > measureFromMs) recorder.record({ ...facts, toMs, cutShort: true });
  return outcome;
}

async function until(epochMs: number, signal: AbortSignal): Promise<void> {
  const waitMs = epochMs - nowMs();
  if (waitMs > 0) await pause(waitMs, signal);
}
