import type { Observation } from '../../model/observation.ts';
import type { KubeManifest } from '../../model/step.ts';

const placeholder = /\{\{([a-z0-9-]+)\.([a-z]+)\}\}/gi;

/**
 * The manifest with every `{{step.name}}` in its texts replaced by what the first object of that `look` had as `name`.
 * @throws Error with the placeholder if nothing of the kind was seen
 */
export const fillIn = <M extends KubeManifest>(manifest: M, seen: readonly Observation[]): M =>
  // The same shape with other texts.
  filled(manifest, seen) as M;

function filled(value: unknown, seen: readonly Observation[]): unknown {
  if (typeof value === 'string')
    return value.replaceAll(placeholder, (_, step: string, name: string) => notedAs(seen, step, name));
  if (Array.isArray(value)) return value.map((item) => filled(item, seen));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, seen)]));
}

function notedAs(seen: readonly Observation[], step: string, name: string): string {
  const look = seen.findLast((fact) => fact.kind === 'objects-seen' && fact.step === step);
  const value = look?.kind === 'objects-seen' ? look.objects[0]?.noted[name] : undefined;
  if (value === undefined) throw new Error(`no object seen by ${step} has a value for ${name}`);
  return value;
}
