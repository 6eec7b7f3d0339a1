import { readFile } from 'node:fs/promises';
import type { UsageError } from '../model/errors.ts';
import type { KeySource } from '../model/target.ts';

export interface SecretTerms {
  /** `key` or `token`, as it is called. */
  what: string;
  env: NodeJS.ProcessEnv;
  /** The failure to throw; it is told the place, and never what is in it. */
  refuse: (why: string) => UsageError;
}

/** What is to be sent in an `Authorization` header, read from where it is. Secret. @throws what `refuse` gives */
export async function readSecret(source: KeySource, { what, env, refuse }: SecretTerms): Promise<string> {
  const text = (await textAt(source, { env, refuse })).trim();
  if (!isHeaderValue(text)) throw refuse(`${placeOf(source)} holds no ${what}`);
  return text;
}

async function textAt(source: KeySource, { env, refuse }: Omit<SecretTerms, 'what'>): Promise<string> {
  if ('value' in source) return source.value;
  if ('env' in source) return env[source.env] ?? '';
  try {
    return (await readFile(source.file, 'utf8')).split('\n', 1)[0] ?? '';
  } catch (error) {
    throw refuse(`${source.file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Visible ASCII, as an HTTP header takes it. */
const isHeaderValue = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

const placeOf = (source: KeySource): string => {
  if ('env' in source) return `the environment variable ${source.env}`;
  return 'file' in source ? `the first line of ${source.file}` : 'its setting';
};
