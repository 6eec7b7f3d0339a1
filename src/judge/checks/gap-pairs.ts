import { fewestSamples } from '../../model/fewest-samples.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { tokenGaps } from '../load/token-gaps.ts';
import type { WindowPair } from '../windows.ts';
import { count, number, percentileWord } from '../words.ts';
import { tokensNotWatched, watchesTokens } from './attack-latencies.ts';
import { gapWindow } from './latency-window.ts';
import { percentileInPairs, type PercentilePairs } from './percentile-pairs.ts';

/** `tooFew`: why the percentile of a window under attack may be higher than it looks. */
export type GapPairs = PercentilePairs & { tooFew?: string };

/** The chance that a window has nothing above its percentile. */
const windowError = 0.05;

/**
 * A percentile of the gaps between tokens in each of the pairs: windows are compared, and not gaps, since those of one
 * stream are no independent ones. From too few gaps a percentile comes out too low: at rest that makes a platform look
 * worse under attack, and nothing is said; under attack it makes it look better, and `held` is not.
 */
export function measureGaps(
  plan: ArmPlan,
  record: ArmRecord,
  windows: readonly WindowPair[],
  share: number,
): GapPairs | { missing: string } {
  if (!watchesTokens(plan)) return { missing: tokensNotWatched };
  const gapsIn = tokenGaps(record);
  const measured = percentileInPairs(windows, share, (window) => {
    const parts = gapsIn(window);
    return parts.length > 0 ? gapWindow(parts) : undefined;
  });
  if ('missing' in measured) return measured;
  if ('emptyPair' in measured) {
    return { missing: `no token of a stream was seen in a window of pair ${measured.emptyPair}` };
  }
  if (measured.pairs.some(({ baseline, attack }) => baseline === 0 || attack === 0)) {
    return { missing: `the ${percentileWord(share)} of a window is 0: tokens came several at a time` };
  }
  const needed = fewestSamples(share, windowError);
  const fewest = (phase: 'baseline' | 'attack'): number =>
    Math.min(
      ...windows
        .map((pair) => gapWindow(gapsIn(pair[phase])))
        .map(({ latency, endless }) => latency.count + endless),
    );
  const words = (gaps: number): string =>
    `a window has ${count(gaps, 'gap')} between tokens, a ${percentileWord(share)} needs ${number(needed)}`;
  if (fewest('baseline') < needed) return { missing: `at rest ${words(fewest('baseline'))}` };
  const underAttack = fewest('attack');
  return underAttack < needed ? { ...measured, tooFew: `under attack ${words(underAttack)}` } : measured;
}
