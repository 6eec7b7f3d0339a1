import type { TargetPromises } from '../../model/target.ts';

/** Where a tenant's API key is read from; never the key itself. */
export type KeyPlace = { env: string } | { file: string };

/** Where a value comes from: a person, or the endpoint. */
export interface Known<T> {
  value: T;
  from: 'said' | 'seen';
}

/** What may be seen of an endpoint, or asked. */
export type PromiseName = Exclude<keyof TargetPromises, ShareName>;

/** What a tenant has in the cluster behind the endpoint; only flags tell. */
export type ShareName = 'gpus' | 'memory';

/** A tenant as far as it is known; what is absent was neither said nor seen. */
export interface TenantDraft {
  name: string;
  key: KeyPlace;
  model?: Known<string>;
  promises: { [K in PromiseName]?: Known<number> };
  namespace?: string;
  shares?: { [K in ShareName]?: string };
}

/** The place of a key, in words. */
export const placeWords = (key: KeyPlace): string => ('env' in key ? key.env : `the file ${key.file}`);
