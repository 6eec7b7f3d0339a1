import { referenceTokens } from '../../model/reference-request.ts';
import type { Spending } from '../../model/target.ts';
import { shamPrefix, type LoadJob } from '../load/load-job.ts';
import type { LoadOutcome, RunningLoad, StartLoad } from '../load/running-load.ts';
import type { Ledger } from './ledger.ts';

type Job = Pick<LoadJob, 'stretches' | 'atOnce' | 'tokensOfRequest'>;

/**
 * Loads that are paid for before they begin, each for the most that it can send; what an orderly end shows not to have been
 * sent is given back. Of a load that was lost nobody knows what it sent, so that all of it stays spent.
 */
export const budgetedLoad =
  (startLoad: StartLoad, ledger: Pick<Ledger, 'take' | 'giveBack'>): StartLoad =>
  async (order) => {
    const most = requestsOf(order.job);
    ledger.take(spendingOf(order.job, most));
    const load = await startLoad(order);
    void settle();
    return load;

    async function settle(): Promise<void> {
      const unsent = most - sentBy(load, await load.ended, order.job);
      if (unsent > 0) ledger.giveBack(spendingOf(order.job, unsent));
    }
  };

const toTarget = ({ stretches }: Job): LoadJob['stretches'] =>
  stretches.filter(({ name }) => !name.startsWith(shamPrefix));

/** k6 may send one at the very start of a stretch, and one at its end. */
const requestsOf = (job: Job): number =>
  toTarget(job).reduce(
    (sum, { rateRps, durationSeconds }) =>
      sum + (Math.ceil(rateRps * durationSeconds) + 1) * (job.atOnce ?? 1),
    0,
  );

const spendingOf = ({ tokensOfRequest = referenceTokens }: Job, requests: number): Spending => ({
  requests,
  tokens: requests * tokensOfRequest,
});

/** Requests that were open when we ended k6 are in no record of it. */
function sentBy({ samples }: RunningLoad, outcome: LoadOutcome, job: Job): number {
  const isOrderly = outcome.lost === undefined && (outcome.stoppedByUs || outcome.exitCode === 0);
  if (!isOrderly) return Number.POSITIVE_INFINITY;
  const open = Math.max(0, ...toTarget(job).map(({ vus }) => vus)) * (job.atOnce ?? 1);
  return samples.snapshot().intendedMs.length + open;
}
