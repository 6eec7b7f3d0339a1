import type { Estimate, FigureChange } from '../../model/comparison.ts';
import type { Verdict } from '../../model/report.ts';
import { higherIsBetter, scatters } from './figure-kind.ts';
import { welchInterval } from './welch-interval.ts';

/** Two-sided, of each objective by itself: of a hundred that did not change, about one is said to have changed. */
const confidence = 0.99;

/** Whether the figure of an objective changed by more than noise; a count changed if it is another count. */
export function compareFigures(older: Verdict, newer: Verdict): FigureChange {
  if (older.measured === null || newer.measured === null) return notCompared(missing(older, newer));
  if (older.unit !== newer.unit) return notCompared(`the unit went from ${older.unit} to ${newer.unit}`);
  if (scatters(older) || scatters(newer)) return compareEstimates(older, newer);
  if (older.limit !== newer.limit) {
    const limits = `${limitWord(older)} to ${limitWord(newer)}`;
    return notCompared(`the limit of this exact count went from ${limits}; it may grow with the run`);
  }
  return { kind: 'exact-count', equal: older.measured === newer.measured };
}

function compareEstimates(older: Verdict, newer: Verdict): FigureChange {
  if (!older.estimate || !newer.estimate) {
    const which = lacking(!older.estimate, !newer.estimate);
    return notCompared(`how much the figure scatters is not said in ${which}`);
  }
  if (older.estimate.scale !== newer.estimate.scale)
    return notCompared(
      `the estimates are on two scales, ${older.estimate.scale} and ${newer.estimate.scale}`,
    );
  return intervalOf(older.estimate, newer.estimate, higherIsBetter(newer.unit));
}

function intervalOf(older: Estimate, newer: Estimate, higherIsBetter: boolean): FigureChange {
  const { difference, low, high } = welchInterval(older, newer, confidence);
  const onScale = (value: number): number => (newer.scale === 'log' ? Math.exp(value) : value);
  const change = { change: onScale(difference), low: onScale(low), high: onScale(high) };
  if (!Object.values(change).every(Number.isFinite)) return notCompared('the estimates are too rough');
  const [rose, fell] = [low > 0, high < 0];
  const trend = !rose && !fell ? 'same' : rose === higherIsBetter ? 'better' : 'worse';
  return { kind: 'interval', scale: newer.scale, ...change, confidence, trend };
}

const notCompared = (reason: string): FigureChange => ({ kind: 'not-compared', reason });

const missing = (older: Verdict, newer: Verdict): string =>
  `nothing was measured in ${lacking(older.measured === null, newer.measured === null)}`;

const lacking = (inOlder: boolean, inNewer: boolean): string =>
  inOlder && inNewer ? 'either run' : inOlder ? 'the older run' : 'the newer run';

const limitWord = ({ limit }: Verdict): string => (limit === null ? 'none' : String(limit));
