import type { LoadDigest, Spans } from '../../model/load-digest.ts';
import type { TenantPromise } from '../../model/stack-facts.ts';
import { maxSegmentTree } from '../statistics/max-segment-tree.ts';

/** Requests admitted from the intended start of the first to the last answer, and how many were allowed in that time. */
export interface AdmittedStretch {
  admitted: number;
  bound: number;
  seconds: number;
}

type Rate = Pick<TenantPromise, 'rateLimitRpm' | 'burstRequests'>;

/**
 * Most requests that a limiter may admit in a stretch of time: burst + rate · T.
 * It is the arrival curve of the generic cell rate algorithm (GCRA), which holds in every stretch.
 */
export const allowedIn = (seconds: number, { rateLimitRpm, burstRequests }: Rate): number =>
  Math.floor(burstRequests + (rateLimitRpm / 60) * seconds + roundingSlack);

/** So that 2.9999999999 allowed requests are 3. */
const roundingSlack = 1e-9;

/**
 * From the first request of the arm, admitted or not, to the last answer: the longest that the time can have been. It is
 * 0 s if no request was ever sent.
 */
export function wholeStretch(
  { firstIntendedMs, lastEndMs, admitted }: Pick<LoadDigest, 'firstIntendedMs' | 'lastEndMs' | 'admitted'>,
  rate: Rate,
): AdmittedStretch {
  const seconds = Number.isNaN(lastEndMs) ? 0 : Math.max(0, lastEndMs - firstIntendedMs) / 1000;
  return { admitted: admitted.startMs.length, bound: allowedIn(seconds, rate), seconds };
}

/**
 * The stretch with the most requests above what it allows, of all that begin with one admitted request and end with the
 * answer to another. A stretch counts the requests that start and end within, and its time runs from the intended start of the first to the last answer, which is never shorter than the time in
 * which the gateway decided on them, so that an exact limiter can't be blamed.
 * @returns undefined for no requests
 */
export function densestAdmitted({ startMs, endMs }: Spans, rate: Rate): AdmittedStretch | undefined {
  const requests = Array.from(startMs, (startMs, index) => ({ startMs, endMs: endMs[index] ?? startMs }));
  const byStart = requests.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  return densestUntil(endOfDensest(byStart, rate), byStart, rate);
}

interface AdmittedRequest {
  startMs: number;
  endMs: number;
}

/**
 * When the stretch with the largest excess ends. Ends are passed in ascending order, and each request that ended is one
 * more in every stretch that begins no later than it: a raise of all places before it. A stretch is worth beginning only
 * with a request that it counts, so a place has a value only once its own request has ended.
 */
function endOfDensest(byStart: readonly AdmittedRequest[], rate: Rate): number {
  const perMs = perMsOf(rate);
  // Times count from the first start: milliseconds since the epoch would leave too few digits for the excess.
  const originMs = byStart[0]?.startMs ?? 0;
  const begun = maxSegmentTree(byStart.length);
  const byEnd = [...byStart.entries()].sort(([, a], [, b]) => a.endMs - b.endMs);
  let [most, denseUntilMs] = [Number.NEGATIVE_INFINITY, originMs];
  for (const [place, { startMs, endMs }] of byEnd) {
    begun.put(place, perMs * (startMs - originMs));
    const excess = begun.max() - perMs * (endMs - originMs);
    if (excess <= most) continue;
    [most, denseUntilMs] = [excess, endMs];
  }
  return denseUntilMs;
}

/** Of the stretches that end then, the one with the largest excess; the shortest of several. */
function densestUntil(
  lastMs: number,
  byStart: readonly AdmittedRequest[],
  rate: Rate,
): AdmittedStretch | undefined {
  const perMs = perMsOf(rate);
  let [admitted, most] = [0, Number.NEGATIVE_INFINITY];
  let densest: AdmittedStretch | undefined;
  for (const { startMs } of byStart.filter(({ endMs }) => endMs <= lastMs).toReversed()) {
    admitted++;
    const excess = admitted - perMs * (lastMs - startMs);
    if (excess <= most) continue;
    most = excess;
    const seconds = (lastMs - startMs) / 1000;
    densest = { admitted, bound: allowedIn(seconds, rate), seconds };
  }
  return densest;
}

const perMsOf = ({ rateLimitRpm }: Rate): number => rateLimitRpm / 60_000;
