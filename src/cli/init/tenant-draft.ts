import type { TargetPromises } from '../../model/target.ts';

/** Where a tenant's API key is read from; never the key itself. */
export type KeyPlace = { env: string } | { file: string };

/** Where a value comes from: a person, or the endpoint. */
export interface Known<T> {
  value: T;
  from: 'said' | 'seen';
}

export type PromiseName = keyof TargetPromises;

/** A tenant as far as it is known; what is absent was neither said nor seen. */
export interface TenantDraft {
  name: string;
  key: KeyPlace;
  model?: Known<string>;
  promises: { [K in PromiseName]?: Known<number> };
}

/** The place of a key, in words. */
export const placeWords = (key: KeyPlace): string => ('env' in key ? key.env : `the file ${key.file}`);
