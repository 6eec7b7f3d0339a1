import type { AttackPlan, DesignPlan, WindowPlan } from '../../model/plan.ts';
import { queueRampSeconds } from '../../model/load-shape.ts';
import { requestTimeoutSeconds, shamPrefix, usersFor, type LoadStretch } from '../load/load-job.ts';

type Flood = Extract<AttackPlan, { kind: 'request-flood' }>;

/** Worst time that a request of the aggressor may take before users run out. */
const worstLatencySeconds = 1.5;

/**
 * What k6 is to send: a stretch for each attack window, and one that goes to the null sink for each baseline window of a
 * sham. Of a crowd the aggressors join in one after the other, before the window is measured: if all began at once, their
 * allowances would come back at the same moments, and be used up by all of them at once, as those of strangers seldom are.
 * k6 needs a load to start at all, so a single shot has one stretch of its own.
 */
export function floodStretches(design: DesignPlan, attack: Flood): LoadStretch[] {
  const rateRps = attack.rateRps / (attack.atOnce ?? 1);
  const vus = usersFor(rateRps, attack.queues ? requestTimeoutSeconds : worstLatencySeconds);
  if (design.kind === 'single-shot') {
    return [{ name: 'shot', rateRps, startSeconds: 0, durationSeconds: design.settleSeconds, vus }];
  }
  return design.windows
    .filter(({ phase }) => phase === 'attack' || design.sham)
    .map((window) => {
      const { index, phase, fromSeconds, measureFromSeconds, toSeconds } = window;
      const startSeconds = startOf(attack, { fromSeconds, measureFromSeconds });
      return {
        name: `${phase === 'attack' ? '' : shamPrefix}window_${index}`,
        rateRps,
        startSeconds,
        durationSeconds: toSeconds - startSeconds - earlySeconds(rateRps),
        vus: phase === 'attack' ? vus : shamVus,
        joinSeconds: attack.queues ? 0 : measureFromSeconds - fromSeconds,
      };
    });
}

/** What queues begins shortly before the measured part; until then the queue of the last window drains. */
function startOf(
  { atOnce, queues }: Flood,
  window: Pick<WindowPlan, 'fromSeconds' | 'measureFromSeconds'>,
): number {
  if (queues) return Math.max(window.fromSeconds, window.measureFromSeconds - queueRampSeconds);
  return atOnce === undefined ? window.fromSeconds : window.measureFromSeconds + batchDelaySeconds;
}

/** What goes out together must be counted as measured, and k6 may begin some milliseconds early. */
const batchDelaySeconds = 0.2;

/** What k6 sends at the very end of a stretch would fall into the next window. */
const earlySeconds = (rateRps: number): number => Math.min(0.05, 0.5 / rateRps);

/** The null sink answers within a millisecond. */
const shamVus = 50;
