import { createHash } from 'node:crypto';

/** Name of a lock on a part of this cache folder; short, since the kernel allows an address about 100 bytes. */
export function cacheLockName(cache: string, part: string): string {
  return `programs/${createHash('sha256').update(cache).digest('hex').slice(0, 16)}/${part}`;
}
