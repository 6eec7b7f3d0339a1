/** What is measured of the victim while the attack runs. Latency counts from the intended start of a request. */
export type Indicator =
  /**
   * The percentile under attack divided by the percentile at rest; the limit is a ratio, an upper bound. Without `until`
   * that of whole requests.
   */
  | { kind: 'latency-ratio'; until?: 'next-token'; percentile: number }
  /**
   * The percentile itself; the limit is in milliseconds, an upper bound. `first-token`: until the first byte of the answer;
   * `next-token`: between a token and the one before.
   */
  | { kind: 'latency'; until: 'last-token' | 'first-token' | 'next-token'; percentile: number }
  /** Share of failed requests; the limit is a share, an upper bound. */
  | { kind: 'error-ratio' }
  /** Requests served per second; the limit is a rate, a lower bound. */
  | { kind: 'throughput' }
  /** Requests served within `withinMs` per second; the limit is a rate, a lower bound. */
  | { kind: 'goodput'; withinMs: number };

/** A promise to the victim, as its owner states it. */
export interface Objective {
  /** Unique, kebab-case; that of a built-in check replaces its limit. */
  id: string;
  /** What is promised, in plain words. */
  description: string;
  indicator: Indicator;
  /** In the unit of the indicator. */
  limit: number;
  /** Ids of the scenarios that it is asked in; empty means every scenario that measures a victim. */
  scenarios: readonly string[];
}

/** Whether it is about the time between the tokens of one answer. */
export const isBetweenTokens = ({ indicator }: Pick<Objective, 'indicator'>): boolean =>
  'until' in indicator && indicator.until === 'next-token';
