import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../src/system/package-file.ts';

/** A file of settings that is refused, with what its first line says of the refusal. */
export interface MalformedConfig {
  name: string;
  /** From the working directory, as a user would give it. */
  path: string;
  /** `line:column` of the fault, or its line. */
  at: string;
  /** Words of what is wrong, and of what mends it. */
  says: string;
  cure: string;
  /** Whether the JSON Schema can refuse it too. */
  seenBySchema: boolean;
}

export const malformedFolder = 'test/fixtures/malformed-configs';

const firstLine =
  /^\uFEFF?# line (?<at>\d+(?::\d+)?); says: (?<says>.+?); cure: (?<cure>.+?)(?<unseen>; schema: cannot see)?$/m;

function malformed(file: string): MalformedConfig {
  const path = join(malformedFolder, file);
  const { at, says, cure, unseen } = firstLine.exec(readFileSync(packageFile(path), 'utf8'))?.groups ?? {};
  if (!at || !says || !cure) throw new Error(`${path} does not say what is expected of it`);
  return { name: file.replace('.yaml', ''), path, at, says, cure, seenBySchema: unseen === undefined };
}

export const malformedConfigs: MalformedConfig[] = readdirSync(packageFile(malformedFolder))
  .filter((file) => file.endsWith('.yaml'))
  .map(malformed);
