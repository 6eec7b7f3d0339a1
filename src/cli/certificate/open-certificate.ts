import { readFile } from 'node:fs/promises';
import { UsageError } from '../../model/errors.ts';
import { opened, parseJson, type Opened } from './envelope.ts';
import { readPublicKey } from './keys.ts';
import { isBundle, openedBundle, type SignerIdentity } from './sigstore.ts';

/** Whose signature is asked for: that of a key, or that of somebody whom Sigstore knows. */
export type Signer = { key: string } | SignerIdentity;

/**
 * Reads a certificate and verifies its signature.
 * @throws UsageError `no-such-certificate`, `bad-key`, or `other-signer` if it is not signed in that way
 */
export async function openCertificate(path: string, signer: Signer): Promise<Opened> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`Cannot read the certificate: ${error.message}`, {
      code: 'no-such-certificate',
      hint: 'Name a file that tenantproof certify wrote.',
      cause: error,
    });
  });
  const value = parseJson(text);
  if (value === undefined) return { fault: 'the certificate is cut off, changed, or no JSON' };
  if ('key' in signer) {
    const key = await readPublicKey(signer.key);
    return isBundle(value) ? otherSigner(path, 'by Sigstore', '--certificate-identity') : opened(value, key);
  }
  return isBundle(value) ? openedBundle(value, signer) : otherSigner(path, 'with a key', '--key');
}

function otherSigner(path: string, how: string, flag: string): never {
  throw new UsageError(`${path} is signed ${how}`, { code: 'other-signer', hint: `Verify it with ${flag}.` });
}
