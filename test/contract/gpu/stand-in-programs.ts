import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StandIns extends AsyncDisposable {
  /** To be put first in PATH. */
  folder: string;
}

/** Programs that do what a few lines of bash say, in a folder of their own. */
export async function standInPrograms(programs: Readonly<Record<string, string>>): Promise<StandIns> {
  const folder = await mkdtemp(join(tmpdir(), 'gpu-stand-ins-'));
  await writePrograms(folder, programs);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** The same in a folder that is there. */
export async function writePrograms(
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<void> {
  await Promise.all(
    Object.entries(programs).map(([name, script]) =>
      writeFile(join(folder, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 }),
    ),
  );
}
