import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageFile } from '../../../src/system/package-file.ts';
import { commandsNamed, knownFlags } from './commands-named.ts';

/** What readers are told to type. */
const shellIn = (document: string): string =>
  [...readFileSync(packageFile(document), 'utf8').matchAll(/^```sh\n(.*?)^```$/gmsu)]
    .map(([, block = '']) => block)
    .join('');

test.each([
  [
    'README.md',
    [
      'verify',
      'init',
      'verify',
      'verify',
      'certificate key',
      'verify',
      'certify',
      'certificate verify',
      'verify',
    ],
  ],
  ['CONTRIBUTING.md', ['verify']],
  ['reports/README.md', ['report']],
] as const)('%s tells of commands that there are, with flags that they have', async (document, commands) => {
  const named = commandsNamed(shellIn(document));
  expect(named.map(({ command }) => command)).toEqual(commands);
  for (const { command, flags } of named) {
    expect(await knownFlags(command)).toEqual(expect.arrayContaining(flags));
  }
});
