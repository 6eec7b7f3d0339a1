import type { Bundle, VerifyOptions } from 'sigstore';
import { EnvironmentError } from '../../model/errors.ts';
import { statementMediaType, type Statement } from '../../report/certificate/statement.ts';
import { payloadOf, statementIn, type Opened } from './envelope.ts';

/** Who must have signed: as Sigstore's certificate names them, and who vouched for them. */
export interface SignerIdentity {
  /** A URI, e.g. of a workflow, or a mail address. */
  identity: string;
  /** Address of the OIDC issuer. */
  issuer: string;
}

const howToBeKnown =
  'Sigstore must be reachable, and needs an identity: in GitHub Actions give the job `permissions: { id-token: write }`, elsewhere set SIGSTORE_ID_TOKEN. Or sign with --key.';

/**
 * Signs a statement by Sigstore (keyless): the text of a bundle, which holds a DSSE envelope.
 * @throws EnvironmentError `sigstore-failed` without an identity, or if Sigstore cannot be reached
 */
export async function sealedBySigstore(statement: Statement): Promise<string> {
  const { attest } = await import('sigstore');
  const bundle = await attest(payloadOf(statement), statementMediaType).catch((error: unknown) => {
    throw failed('Sigstore did not sign', error, howToBeKnown);
  });
  return `${JSON.stringify(bundle, null, 2)}\n`;
}

/** Whether a certificate is a Sigstore bundle, by what it says of itself. */
export const isBundle = (value: unknown): value is Bundle =>
  value !== null &&
  typeof value === 'object' &&
  'mediaType' in value &&
  String(value.mediaType).startsWith('application/vnd.dev.sigstore.bundle');

/**
 * Verifies a bundle against Sigstore's trusted root, which is fetched if need be.
 * @throws EnvironmentError `sigstore-failed` if that cannot be had
 */
export async function openedBundle(bundle: Bundle, { identity, issuer }: SignerIdentity): Promise<Opened> {
  const { verify, TUFError } = await import('sigstore');
  try {
    await verify(bundle, policyFor({ identity, issuer }));
  } catch (error) {
    if (error instanceof TUFError) throw failed("Sigstore's trusted root cannot be had", error);
    return { fault: `the certificate does not verify: ${messageOf(error)}` };
  }
  const { dsseEnvelope } = bundle;
  if (dsseEnvelope?.payloadType !== statementMediaType) {
    return { fault: 'what the certificate says is no statement of test results' };
  }
  return statementIn(Buffer.from(dsseEnvelope.payload, 'base64'), `${identity}, for whom ${issuer} vouched`);
}

/** What a bundle is verified by. Sigstore's client takes an identity for a regular expression that may match anywhere: ours is the whole of it. */
export function policyFor({ identity, issuer }: SignerIdentity): VerifyOptions {
  const exactly = `^${identity.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}$`;
  return { certificateIdentityURI: exactly, certificateIssuer: issuer };
}

const failed = (what: string, error: unknown, hint?: string): EnvironmentError =>
  new EnvironmentError(`${what}: ${messageOf(error)}`, {
    code: 'sigstore-failed',
    ...(hint === undefined ? {} : { hint }),
    cause: error,
  });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
