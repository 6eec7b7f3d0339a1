import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const main = resolve(import.meta.dirname, '../../../src/cli/main.ts');

/** What a file loads before anything is asked of it: imports that are neither of types alone nor `import()`. */
const loadedBy = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^import (?!type )(?:[^;]*? from )?'([^']+)'/gmu)].map(
    (match) => match[1] ?? '',
  );

/** Packages that a file loads, by itself or by what it loads, each with the first of our files that does. */
function packagesBehind(entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const files = new Set([entry]);
  for (const file of files) {
    for (const target of loadedBy(file)) {
      if (target.startsWith('.')) files.add(join(dirname(file), target));
      else if (!packages.has(target)) packages.set(target, file);
    }
  }
  return packages;
}

test('--help and bad input wait for no package that is slow to load', () => {
  const packages = packagesBehind(main);
  expect([...packages.keys()]).toContain('commander');
  const slow =
    /^(@kubernetes\/|@peculiar\/|@sigstore\/|sigstore|execa|prom-client|fast-xml-builder|tar-stream)/u;
  expect([...packages].filter(([name]) => slow.test(name))).toEqual([]);
});
