import { hash, timingSafeEqual } from 'node:crypto';

/** Finds the owner of an API key; undefined if nobody has it. */
export type KeyOwner = (key: string) => string | undefined;

/**
 * Compares digests of equal length in constant time, and looks at all of them whatever it finds,
 * so that the time tells nothing about any key.
 * @param keys API key of each tenant, by tenant_id
 */
export function createKeyOwner(keys: ReadonlyMap<string, string>): KeyOwner {
  const known = [...keys].map(([tenantId, key]) => ({ tenantId, digest: digestOf(key) }));
  return (key) => {
    const digest = digestOf(key);
    let owner: string | undefined;
    for (const candidate of known) {
      if (timingSafeEqual(digest, candidate.digest)) owner = candidate.tenantId;
    }
    return owner;
  };
}

function digestOf(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** The key in `Authorization: Bearer KEY`. */
export function bearerToken(header: string | undefined): string | undefined {
  return header?.match(/^Bearer +(\S+)$/i)?.[1];
}
