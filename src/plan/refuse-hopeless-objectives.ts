import { UsageError } from '../model/errors.ts';
import { fewestSamples } from '../model/fewest-samples.ts';
import { isBetweenTokens, type Objective } from '../model/objective.ts';
import type { ArmPlan, DesignPlan } from '../model/plan.ts';

/**
 * Refuses an objective that this arm could never show to be met, before anything starts.
 * @throws UsageError `too-few-samples` or `objective-out-of-reach`
 */
export function refuseHopelessObjectives({ scenario, design, limits, objectives }: ArmPlan): void {
  if (design.kind !== 'paired-windows') return;
  for (const objective of objectives) {
    const needed = samplesNeeded(objective, design, limits.errorHeld);
    const samples = samplesPlanned(objective, design);
    if (needed > samples) {
      throw new UsageError(
        `${objective.id} in ${scenario}: its percentile needs at least ${needed} samples and the plan gives at most ${samples}`,
        {
          code: 'too-few-samples',
          hint: isBetweenTokens(objective)
            ? 'Raise windows.seconds, or ask for a lower percentile.'
            : 'Raise victim.rateRps or windows.seconds, or ask for a lower percentile.',
        },
      );
    }
    refuseHigherThanOffered(objective, design, scenario);
  }
}

type PairedWindows = Extract<DesignPlan, { kind: 'paired-windows' }>;

/** A ratio needs its percentile in every window; a percentile or a share over all of them is bounded by all samples. */
function samplesNeeded(
  { indicator, limit }: Objective,
  { looksPairs }: PairedWindows,
  errorHeld: number,
): number {
  switch (indicator.kind) {
    case 'latency-ratio':
      return fewestSamples(indicator.percentile, 0.05);
    case 'latency':
      return fewestSamples(indicator.percentile, errorHeld / looksPairs.length);
    case 'error-ratio':
      return limit > 0 ? fewestSamples(1 - limit, errorHeld / looksPairs.length) : 1;
    case 'throughput':
    case 'goodput':
      return 1;
  }
}

function samplesPlanned(objective: Objective, design: PairedWindows): number {
  const [first] = design.windows;
  const seconds = first ? first.toSeconds - first.measureFromSeconds : 0;
  const inWindow = isBetweenTokens(objective)
    ? gapsWithin(seconds, design)
    : Math.floor(design.victimRateRps * seconds);
  return objective.indicator.kind === 'latency-ratio' ? inWindow : inWindow * Math.max(...design.looksPairs);
}

/** The most gaps between tokens that so many seconds can have; a slow engine gives fewer. */
const gapsWithin = (seconds: number, { tokenStreams }: PairedWindows): number =>
  tokenStreams ? Math.ceil(seconds / tokenStreams.everySeconds) * (tokenStreams.maxTokens - 1) : 0;

function refuseHigherThanOffered(
  { id, indicator, limit }: Objective,
  { victimRateRps }: PairedWindows,
  scenario: string,
): void {
  if (indicator.kind !== 'throughput' && indicator.kind !== 'goodput') return;
  if (limit < victimRateRps) return;
  throw new UsageError(
    `${id} in ${scenario}: ${limit} requests/s cannot be served, for the victim sends no more than ${victimRateRps}`,
    {
      code: 'objective-out-of-reach',
      hint: `Set its value below ${victimRateRps}, or raise victim.rateRps.`,
    },
  );
}
