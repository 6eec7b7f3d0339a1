import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { UsageError } from '../../model/errors.ts';

/** How a user makes one without us. */
export const withOpenssl = 'openssl genpkey -algorithm ed25519 -out certificate.key';

/**
 * Name of a key in a certificate: SHA-256, in hex, of the public key as SubjectPublicKeyInfo in DER (RFC 8410), so that
 * `openssl pkey -in KEY -pubout -outform DER | sha256sum` gives it too.
 */
export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** A key to sign with, from a PEM file. @throws UsageError `bad-key` */
export const readPrivateKey = (path: string): Promise<KeyObject> => readKey(path, createPrivateKey);

/** A key to verify with, from a PEM file. @throws UsageError `bad-key` */
export const readPublicKey = (path: string): Promise<KeyObject> => readKey(path, createPublicKey);

async function readKey(path: string, parse: (pem: string) => KeyObject): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((error: Error) => {
    throw badKey(`Cannot read the key: ${error.message}`, error);
  });
  const key = parsed(pem, path, parse);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw badKey(`The key in ${path} is of type ${key.asymmetricKeyType ?? 'unknown'}, not ed25519`);
}

function parsed(pem: string, path: string, parse: (pem: string) => KeyObject): KeyObject {
  try {
    return parse(pem);
  } catch (error) {
    throw badKey(`${path} holds no such key as PEM: ${(error as Error).message}`, error);
  }
}

const badKey = (message: string, cause?: unknown): UsageError =>
  new UsageError(message, {
    code: 'bad-key',
    hint: `Sign with an ed25519 key as PEM, without a passphrase (tenantproof certificate key, or ${withOpenssl}); verify with its public half.`,
    cause,
  });

const others = 0o077;

/** Whether others than its owner may read a key file; a pipe has no others. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  return (mode & others) !== 0;
}

/**
 * Makes a key pair: the private key in `path`, for its owner alone, the public key beside it as `<path>.pub`.
 * @throws UsageError `key-exists` rather than overwrite one
 */
export async function makeKeyPair(path: string): Promise<KeyObject> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await writeNew(path, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
  await writeNew(`${path}.pub`, publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
  return publicKey;
}

const writeNew = (path: string, text: string, mode: number): Promise<void> =>
  writeFile(path, text, { mode, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new UsageError(`${path} is there already`, {
      code: 'key-exists',
      hint: 'Choose another file with --output: what was signed with a key can only be verified with that key.',
      cause: error,
    });
  });
