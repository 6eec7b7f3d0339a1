import { isDeepStrictEqual } from 'node:util';
import { identityOf, type Manifest } from './manifest.ts';

/** What has to change to turn one set of manifests into another. */
export interface Difference {
  apply: Manifest[];
  remove: Manifest[];
}

export function difference(from: readonly Manifest[], to: readonly Manifest[]): Difference {
  const before = new Map(from.map((manifest) => [identityOf(manifest), manifest]));
  const after = new Set(to.map(identityOf));
  return {
    apply: to.filter((manifest) => !isDeepStrictEqual(before.get(identityOf(manifest)), manifest)),
    remove: from.filter((manifest) => !after.has(identityOf(manifest))),
  };
}
