import type { SharedResource } from '../../model/share.ts';
import type { SecretPlace, TargetPromises } from '../../model/target.ts';

/** Where a value comes from: a person, or the endpoint. */
export interface Known<T> {
  value: T;
  from: 'said' | 'seen';
}

/** What may be seen of an endpoint, or asked. */
export type PromiseName = Exclude<keyof TargetPromises, SharedResource>;

/** A tenant as far as it is known; what is absent was neither said nor seen. */
export interface TenantDraft {
  name: string;
  /** Where its API key is read from; never the key itself. */
  key: SecretPlace;
  model?: Known<string>;
  promises: { [K in PromiseName]?: Known<number> };
  namespace?: string;
  /** Share of contended engines, relative to the other tenants; only flags tell. */
  weight?: number;
  /** What it has in the cluster behind the endpoint; only flags tell. */
  shares?: { [K in SharedResource]?: string };
}

/** The place of a key, in words. */
export const placeWords = (key: SecretPlace): string => ('env' in key ? key.env : `the file ${key.file}`);
