import type { Objective } from '../../model/objective.ts';
import type { GatedCheck } from '../gates/gated.ts';
import { errorShare } from './error-share.ts';
import { latencyPercentile } from './latency-percentile.ts';
import { latencyRatio } from './latency-ratio.ts';
import { servedRate } from './served-rate.ts';

/** The check that tells whether an objective was met. */
export function checkOf({ id, description, indicator, limit }: Objective): GatedCheck {
  const named = { id, objective: description, limit };
  switch (indicator.kind) {
    case 'latency-ratio':
      return latencyRatio({
        ...named,
        share: indicator.percentile,
        until: indicator.until,
        limitOf: () => limit,
      });
    case 'latency':
      return latencyPercentile({ ...named, share: indicator.percentile, until: indicator.until });
    case 'error-ratio':
      return errorShare(named);
    case 'throughput':
      return servedRate({ ...named, withinMs: Number.POSITIVE_INFINITY });
    case 'goodput':
      return servedRate({ ...named, withinMs: indicator.withinMs });
  }
}
