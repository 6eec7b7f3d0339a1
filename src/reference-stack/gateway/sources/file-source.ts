import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { Control } from '../control.ts';

const keysFile = z.record(z.string(), z.string().min(1));

/** Takes the configuration from a file, and again whenever it changes. */
export async function watchConfigFile(path: string, control: Control, signal: AbortSignal): Promise<void> {
  await watchFile(path, signal, (text, revision) => control.setConfig(text, revision));
}

/** Takes the API keys from a JSON file, tenant_id to key, and again whenever it changes. */
export async function watchKeysFile(path: string, control: Control, signal: AbortSignal): Promise<void> {
  await watchFile(path, signal, (text, revision) => {
    try {
      control.setKeys(new Map(Object.entries(keysFile.parse(JSON.parse(text)))), revision);
      control.setTrouble(path, undefined);
    } catch (error) {
      control.setTrouble(path, `${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

async function watchFile(
  path: string,
  signal: AbortSignal,
  onText: (text: string, revision: string) => void,
): Promise<void> {
  let last: string | undefined;
  const read = async (): Promise<void> => {
    const text = await readFile(path, 'utf8');
    if (text === last) return;
    last = text;
    onText(text, hash('sha256', text).slice(0, 12));
  };
  // The folder, because editors replace a file rather than write into it.
  watch(dirname(path), { signal }, (_event, name) => {
    if (name === basename(path)) read().catch(() => {});
  });
  await read();
}
