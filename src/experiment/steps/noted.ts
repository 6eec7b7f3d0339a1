import type { ValuePath } from '../../model/step.ts';

/** The values of an object that a step asks for; one that is not there is missing, one that is no text is written as JSON. */
export function notedOf(
  object: unknown,
  note: Readonly<Record<string, ValuePath>> = {},
): Record<string, string> {
  const found = Object.entries(note).flatMap(([name, path]) => {
    const value = valueAt(object, path);
    if (value === undefined || value === null) return [];
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const];
  });
  return Object.fromEntries(found);
}

const valueAt = (object: unknown, path: ValuePath): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      inner !== null && typeof inner === 'object' && key in inner
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    object,
  );
