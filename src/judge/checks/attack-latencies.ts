import type { ArmRecord } from '../../model/observation.ts';
import type { Indicator } from '../../model/objective.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { tokenGaps } from '../load/token-gaps.ts';
import { designEffect } from '../statistics/design-effect.ts';
import { soundPairs } from '../window-gates/sound-pairs.ts';
import { gapWindow, slowerThan, type LatencyWindow } from './latency-window.ts';
import { soundAttackWindows } from './sound-attack-windows.ts';

export type Until = Extract<Indicator, { kind: 'latency' }>['until'];

/** Latencies of the sound attack windows. */
export interface AttackLatencies {
  windows: LatencyWindow[];
  /**
   * How many of them say as much as one independent one, at least, when it is counted how many took longer than a limit.
   * @param share the percentile that is judged
   */
  leastEffect(limitMs: number, share: number): number;
}

/** @returns `missing` where this was not measured */
export function attackLatencies(
  until: Until,
  plan: ArmPlan,
  record: ArmRecord,
): AttackLatencies | { missing: string } {
  const { design } = plan;
  if (until === 'next-token') return gapsUnderAttack(plan, record);
  if (until === 'first-token' && !(design.kind === 'paired-windows' && design.victimStreams)) {
    return { missing: "the victim's answers were not streamed, so that no first token could be seen" };
  }
  const windows = soundAttackWindows(plan, record).map(({ load }) => {
    const latency = until === 'first-token' ? load.firstByte : load.latency;
    // Due and without such a latency: not served, never started, or without a first byte.
    return { latency, endless: load.due - latency.count };
  });
  return { windows, leastEffect: () => 1 };
}

/** Why nothing can be said of the time between tokens. */
export const tokensNotWatched = 'no answers were streamed to see the time between their tokens';

/**
 * What happens to a stream happens to its gaps together, so that they say less than as many independent ones. Windows show
 * that by their spread, but only if some gaps are beyond the limit. So the streams are asked too: how their gaps beyond
 * the limit lie together, and how those from the percentile of their own window on do, which there always are.
 */
function gapsUnderAttack(plan: ArmPlan, record: ArmRecord): AttackLatencies | { missing: string } {
  if (!watchesTokens(plan)) return { missing: tokensNotWatched };
  const gapsIn = tokenGaps(record);
  const streams: { gaps: LatencyWindow; within: LatencyWindow }[] = [];
  const windows: LatencyWindow[] = [];
  for (const { attack } of soundPairs(plan, record).pairs) {
    const parts = gapsIn(attack);
    if (parts.length === 0) return { missing: `no token of a stream was seen in window ${attack.index}` };
    const within = gapWindow(parts);
    windows.push(within);
    streams.push(...parts.map((part) => ({ gaps: gapWindow([part]), within })));
  }
  return {
    windows,
    leastEffect: (limitMs, share) =>
      Math.max(
        designEffect(streams.map(({ gaps }) => slowerThan(limitMs, gaps))),
        designEffect(streams.map(({ gaps, within }) => slowerThan(justBelow(within, share), gaps))),
      ),
  };
}

/** The percentile of a window less a microsecond, in which gaps are counted. */
const justBelow = ({ latency, endless }: LatencyWindow, share: number): number =>
  latency.percentile(share, endless) - 0.001;

export const watchesTokens = ({ design }: ArmPlan): boolean =>
  design.kind === 'paired-windows' && design.tokenStreams !== undefined;
