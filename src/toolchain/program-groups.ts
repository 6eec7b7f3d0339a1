import { programGroups, type ProgramName } from './pinned-programs.ts';
import type { PinnedProgram, ProgramGroup } from './program-group.ts';

/** A group with those of its programs that are asked for. */
export interface WantedGroup {
  group: ProgramGroup;
  wanted: readonly PinnedProgram[];
}

export const allPrograms: readonly ProgramName[] = programGroups.flatMap(({ programs }) =>
  programs.map(({ name }) => name),
);

export function groupsOf(names: readonly ProgramName[]): WantedGroup[] {
  const asked = new Set<string>(names);
  return programGroups
    .map((group: ProgramGroup) => ({
      group,
      wanted: group.programs.filter(({ name }) => asked.has(name)),
    }))
    .filter(({ wanted }) => wanted.length > 0);
}

/** Name of a program's file. */
export const fileOf = (program: PinnedProgram): string => program.file ?? program.name;

export const titleOf = (group: ProgramGroup): string => `${group.title} ${group.version}`;
