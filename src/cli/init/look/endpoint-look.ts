import type { Answer } from '../../../dialects/dialect.ts';
import type { DialectName } from '../../../model/dialect-name.ts';
import type { MetricsFlavourName } from '../../../model/metrics-flavour-name.ts';
import type { LimitsSeen } from './limits-seen.ts';

/** What became of a tenant's key: `untold` if it was not tried, or an answer does not tell. */
export type KeyFate = 'works' | 'used-up' | 'refused' | 'untold';

export interface TenantLook {
  name: string;
  key: KeyFate;
  /** Those that the endpoint lists for its key. */
  models: readonly string[];
  limits: LimitsSeen;
  /** Answer to a completion. */
  answer?: Answer;
}

/** What was seen of an endpoint, and what not. All text in it may be printed. */
export interface EndpointLook {
  /** It answered something, whatever it was. */
  isThere: boolean;
  tenants: TenantLook[];
  /** How it tells limits; absent if no answer told any. */
  dialect?: DialectName;
  /** What `/metrics` has; absent if nothing that is known. */
  metrics?: MetricsFlavourName;
  /** Whether it streams an answer; absent if that could not be told. */
  streams?: boolean;
  /** What was wrong, one line each. */
  troubles: string[];
}
