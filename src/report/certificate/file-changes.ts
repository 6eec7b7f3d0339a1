/**
 * Which files are not what was certified, one line each: `observations.ndjson was changed`.
 * @param certified digests by name
 * @param found digests of what lies there now, by name
 */
export function fileChanges(
  certified: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(certified), ...Object.keys(found)]);
  return [...names].sort().flatMap((name) => {
    const [was, is] = [digestOf(certified, name), digestOf(found, name)];
    if (was === is) return [];
    if (is === undefined) return [`${name} is gone`];
    return [was === undefined ? `${name} was added` : `${name} was changed`];
  });
}

const digestOf = (digests: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(digests, name) ? digests[name] : undefined;
