import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { isExecutableFile } from './find-on-path.ts';
import type { ProgramName } from './pinned-programs.ts';
import type { PinnedProgram, ProgramGroup } from './program-group.ts';
import { allPrograms, fileOf, groupsOf, type WantedGroup } from './program-groups.ts';

export const folderSetting = 'TENANTPROOF_PROGRAMS';

/** Name of the variable that names one program's file, e.g. `TENANTPROOF_PROGRAM_CNI_BRIDGE`. */
export const programSetting = (name: string): string =>
  `TENANTPROOF_PROGRAM_${name.toUpperCase().replaceAll('-', '_')}`;

/**
 * Programs that the environment names, by absolute path: one by one, or in a folder with all or some of them.
 * @throws UsageError `bad-program-setting` if a setting points at nothing.
 */
export async function explicitPrograms(
  names: readonly ProgramName[],
  env: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const folder = await checkedFolder(env);
  const found = await Promise.all(groupsOf(names).map((part) => explicitGroup(part, folder, env)));
  return new Map(found.flat());
}

async function explicitGroup(
  { group, wanted }: WantedGroup,
  folder: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<[string, string][]> {
  const singly = await Promise.all(wanted.map((program) => explicitProgram(program, env)));
  const rest = wanted.filter((_, index) => singly[index] === undefined);
  const inFolder = folder === undefined ? [] : await programsIn(folder, group, rest);
  const found = [...singly.filter((entry) => entry !== undefined), ...inFolder];
  if (group.settingFolder !== undefined) assertTogether(group, wanted, found);
  return found;
}

async function explicitProgram(
  { name }: PinnedProgram,
  env: NodeJS.ProcessEnv,
): Promise<[string, string] | undefined> {
  const setting = programSetting(name);
  const value = env[setting];
  if (!value) return undefined;
  const path = resolve(value);
  if (await isExecutableFile(path)) return [name, path];
  throw badSetting(`${setting}=${value} is not an executable file`, `Correct or unset ${setting}.`);
}

/** Programs that have to lie in one folder are taken from it together or not at all. */
async function programsIn(
  folder: string,
  group: ProgramGroup,
  programs: readonly PinnedProgram[],
): Promise<[string, string][]> {
  const paths = programs.map((program) => join(folder, group.settingFolder ?? '', fileOf(program)));
  const present = await Promise.all(paths.map(isExecutableFile));
  if (group.settingFolder !== undefined && present.includes(false)) return [];
  return programs.flatMap(({ name }, index) => {
    const path = paths[index];
    return path !== undefined && present[index] ? [[name, path] as [string, string]] : [];
  });
}

/** containerd looks for all CNI plugins in one folder, by their own file names. */
function assertTogether(
  group: ProgramGroup,
  wanted: readonly PinnedProgram[],
  found: readonly [string, string][],
): void {
  if (found.length === 0) return;
  const paths = new Map(found);
  const folders = new Set([...paths.values()].map(dirname));
  const [folder = ''] = folders;
  const misplaced = wanted.find((program) => paths.get(program.name) !== join(folder, fileOf(program)));
  if (misplaced === undefined && folders.size === 1) return;
  const settings = wanted.map(({ name }) => programSetting(name)).join(', ');
  throw badSetting(
    `${group.title}: ${wanted.map(fileOf).join(', ')} must lie in one folder under these names`,
    `Set all of ${settings} into one folder, or none.`,
  );
}

async function checkedFolder(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const value = env[folderSetting];
  if (!value) return undefined;
  const folder = resolve(value);
  const hint = `Point ${folderSetting} at a folder with the programs (CNI plugins in cni/ inside it), or unset it.`;
  const isFolder = await stat(folder).then(
    (seen) => seen.isDirectory(),
    () => false,
  );
  if (!isFolder) throw badSetting(`${folderSetting}=${value} is not a folder`, hint);
  const held = await Promise.all(
    groupsOf(allPrograms).map(({ group, wanted }) => programsIn(folder, group, wanted)),
  );
  if (held.flat().length === 0)
    throw badSetting(`${folderSetting}=${value} holds none of the programs`, hint);
  return folder;
}

const badSetting = (message: string, hint: string): UsageError =>
  new UsageError(message, { code: 'bad-program-setting', hint });
