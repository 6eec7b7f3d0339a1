import { readFileSync } from 'node:fs';
import { packageFile } from '../system/package-file.ts';

/** Our version, as `package.json` states it. */
export const toolVersion: string = (
  JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string }
).version;
