import { readFile } from 'node:fs/promises';
import { UsageError } from '../model/errors.ts';
import type { Objective } from '../model/objective.ts';
import { parseObjectives } from './openslo.ts';

/**
 * Reads the objectives in the named files.
 * @param scenarioIds those that measure a victim, and that an objective may name
 * @throws UsageError `objectives-unreadable` or `bad-objective`
 */
export async function loadObjectives(
  files: readonly string[],
  scenarioIds: readonly string[],
): Promise<Objective[]> {
  const found = new Map<string, { objective: Objective; file: string }>();
  for (const file of files) {
    for (const objective of await loadFile(file, scenarioIds)) {
      const other = found.get(objective.id);
      if (other) throw twice(objective.id, other.file, file);
      found.set(objective.id, { objective, file });
    }
  }
  return [...found.values()].map(({ objective }) => objective);
}

async function loadFile(file: string, scenarioIds: readonly string[]): Promise<Objective[]> {
  try {
    return parseObjectives(await readFile(file, 'utf8'), file, scenarioIds);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read ${file}: ${(error as Error).message}`, {
      code: 'objectives-unreadable',
      hint: 'Check the path given with --slo; scenarios/objectives.yaml shows the form.',
      cause: error,
    });
  }
}

const twice = (id: string, first: string, second: string): UsageError =>
  new UsageError(`The objective ${id} stands in ${first} and in ${second}`, {
    code: 'bad-objective',
    hint: 'Give each objective a name of its own.',
  });
