import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../model/errors.ts';
import type { Profile } from '../model/profile.ts';
import type { Scenario } from '../model/scenario.ts';

/** Beside `src/`, as sources or as built. */
const folder = join(dirname(dirname(import.meta.dirname)), 'scenarios');

/** Every scenario there is: each file of the folder exports one as `scenario`. Sorted by id. */
export async function loadScenarios(): Promise<Scenario[]> {
  const files = (await readdir(folder)).filter((file) => /^[a-z].*(?<!\.d)\.[tj]s$/.test(file));
  const modules = await Promise.all(
    files.map((file) => import(join(folder, file)) as Promise<{ scenario: Scenario }>),
  );
  return modules.map(({ scenario }) => scenario).sort((a, b) => a.id.localeCompare(b.id));
}

/**
 * Those that ship, and after them others.
 * @throws UsageError `bad-scenario` if two have one id
 */
export function withOwn(shipped: readonly Scenario[], own: readonly Scenario[]): Scenario[] {
  const all = [...shipped, ...own];
  const ids = all.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return all;
  throw new UsageError(`There are two scenarios with the id '${twice}'`, {
    code: 'bad-scenario',
    hint: 'Give yours an id that no other has, also none of those that ship.',
  });
}

/**
 * Those that were asked for, in the order asked; if none were, those of the profile.
 * @throws UsageError `unknown-scenario`
 */
export function chooseScenarios(
  all: readonly Scenario[],
  ids: readonly string[],
  profile: Profile,
): Scenario[] {
  if (ids.length === 0) return all.filter(({ profiles }) => profiles.includes(profile));
  return [...new Set(ids)].map((id) => {
    const found = all.find((scenario) => scenario.id === id);
    if (found) return found;
    throw new UsageError(`Unknown scenario '${id}'`, {
      code: 'unknown-scenario',
      hint: `Choose from: ${all.map((scenario) => scenario.id).join(', ')}.`,
    });
  });
}
