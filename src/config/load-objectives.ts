import { UsageError } from '../model/errors.ts';
import type { Objective } from '../model/objective.ts';
import { parseObjectives } from './openslo.ts';
import { readText } from './read-text.ts';

/**
 * Reads the objectives in the named files.
 * @param scenarioIds those that measure a victim, and that an objective may name
 * @param placeOf where the n-th file was named, if not on the command line
 * @throws UsageError `objectives-unreadable`, `bad-text` or `bad-objective`
 */
export async function loadObjectives(
  files: readonly string[],
  scenarioIds: readonly string[],
  placeOf: (index: number) => string | undefined = () => undefined,
): Promise<Objective[]> {
  const found = new Map<string, { objective: Objective; file: string }>();
  for (const [index, file] of files.entries()) {
    for (const objective of await loadFile(file, scenarioIds, placeOf(index))) {
      const other = found.get(objective.id);
      if (other) throw twice(objective.id, other.file, file);
      found.set(objective.id, { objective, file });
    }
  }
  return [...found.values()].map(({ objective }) => objective);
}

async function loadFile(
  file: string,
  scenarioIds: readonly string[],
  namedAt: string | undefined,
): Promise<Objective[]> {
  try {
    return parseObjectives(await readText(file), file, scenarioIds);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const place = namedAt === undefined ? '' : `${namedAt}: `;
    const where = namedAt === undefined ? '--slo' : 'objectives, which starts from the working directory';
    throw new UsageError(`${place}Cannot read ${file}: ${(error as Error).message}`, {
      code: 'objectives-unreadable',
      hint: `Check the path given with ${where}; scenarios/objectives.yaml shows the form.`,
      cause: error,
    });
  }
}

const twice = (id: string, first: string, second: string): UsageError =>
  new UsageError(`The objective ${id} stands in ${first} and in ${second}`, {
    code: 'bad-objective',
    hint: 'Give each objective a name of its own.',
  });
