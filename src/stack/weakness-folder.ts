import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../system/package-file.ts';

/** Where the manifests without a control are; undefined if its removal is a setting of the node, which no run changes yet. */
export function weaknessFolder(fixture: string): string | undefined {
  const folder = packageFile(join('k8s-fixtures/weaknesses', fixture));
  return existsSync(folder) ? folder : undefined;
}
