import { Big } from 'big.js';

/** One scraped value. */
export interface Sample {
  /** Milliseconds since the epoch. */
  atMs: number;
  value: number;
}

/** Samples of one series in order of time, from a while before the period to its end. */
export interface ScrapedSeries {
  /** The process that was scraped. */
  target: string;
  samples: readonly Sample[];
}

/** How much counters grew in a period. */
export interface Growth {
  amount: Big;
  /** Targets that ran before the period and whose first sample lies in it: what they counted before it is left out. */
  uncertainTargets: string[];
}

/**
 * Sums up how much counters grew after `fromMs`, from their raw samples. Prometheus's own `increase()` will not do for an
 * invoice: it extrapolates to the ends of its range and can be no whole number for a counter of whole numbers, and it starts
 * at the first sample, so that a tenant's first request is lost. Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#increase.
 * @param processes `process_start_time_seconds` of the targets
 */
export function growthOf(
  counters: readonly ScrapedSeries[],
  processes: readonly ScrapedSeries[],
  fromMs: number,
): Growth {
  const processOf = new Map(processes.map((process) => [process.target, process]));
  const uncertain = new Set<string>();
  let amount = Big(0);
  for (const { target, samples } of counters) {
    const first = samples[0];
    const begin = first && beginOf(first, processOf.get(target), fromMs);
    if (begin === 'uncertain') uncertain.add(target);
    amount = amount.plus(counterIncrease(samples, fromMs, begin === 'zero' ? 0 : undefined));
  }
  return { amount, uncertainTargets: [...uncertain] };
}

/**
 * Where a series stood when the period began: at a sample, at zero (its process began in the period, or was scraped before
 * without the series), or nobody knows.
 */
function beginOf(
  first: Sample,
  process: ScrapedSeries | undefined,
  fromMs: number,
): 'sample' | 'zero' | 'uncertain' {
  if (first.atMs <= fromMs) return 'sample';
  const firstScrape = process?.samples[0];
  if (firstScrape === undefined) return 'uncertain';
  return firstScrape.atMs < first.atMs || firstScrape.value * 1000 >= fromMs ? 'zero' : 'uncertain';
}

/**
 * How much a counter grew after `fromMs`. It is counted from its last sample before that moment, so that the invoices of
 * periods laid end to end add up. A counter that falls was reset: what is after it counts in full. A gap loses nothing,
 * unless the counter was reset in it: what was counted between the last sample and the reset is then not seen, nor is the
 * reset itself if the counter has passed its old value by the next sample. Both are in the tenant's favour.
 * @param beginAt value at `fromMs` if there is no sample before it; without one, the first sample counts for nothing
 */
export function counterIncrease(samples: readonly Sample[], fromMs: number, beginAt?: number): Big {
  const within = samples.filter(({ atMs }) => atMs > fromMs);
  const before = samples.findLast(({ atMs }) => atMs <= fromMs);
  let origin = before?.value ?? beginAt ?? within[0]?.value ?? 0;
  let last = origin;
  let grown = Big(0);
  for (const { value } of within) {
    if (value < last) {
      grown = grown.plus(Big(last).minus(origin));
      origin = 0;
    }
    last = value;
  }
  return grown.plus(Big(last).minus(origin));
}
