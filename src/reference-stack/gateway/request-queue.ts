/** A request that waits for an engine. */
export interface Waiting {
  readonly tenantId: string;
  /** Tokens that it will cost at most. */
  readonly costTokens: number;
  readonly weight: number;
}

/** The order in which waiting requests meet free engines. */
export interface RequestQueue<T extends Waiting> {
  readonly size: number;
  push(entry: T): void;
  /** Takes an entry out wherever it stands; false if it is not waiting. */
  remove(entry: T): boolean;
  /** Takes out the next entry among the tenants that may run now. */
  next(mayRun: (tenantId: string) => boolean): T | undefined;
  /** Corrects a tenant's account when less was used than `costTokens`. */
  settle(entry: T, usedTokens: number): void;
  /** Empties the queue, in order of arrival. */
  drain(): T[];
}
