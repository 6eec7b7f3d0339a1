import 'reflect-metadata';
import { isIP } from 'node:net';
import { createPublicKey, KeyObject, type webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** A certificate and its private key, as PEM. */
export interface Credential {
  certificate: string;
  key: string;
}

export interface Subject {
  commonName: string;
  /** Group, as Kubernetes reads the organisation of a client certificate. */
  organization?: string;
  /** Names and addresses under which a server is asked for. */
  hosts?: readonly string[];
}

/** An authority that lives in memory only: when it is dropped, nobody can issue in its name any more. */
export interface Authority {
  certificate: string;
  issue(subject: Subject): Promise<Credential>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const lifetimeMs = 30 * 24 * 3_600_000;

/** @param now certificates are valid from an hour before, so that a clock set back does no harm, for 30 days */
export async function createAuthority(now: Date): Promise<Authority> {
  const notBefore = new Date(now.getTime() - 3_600_000);
  const notAfter = new Date(now.getTime() + lifetimeMs);
  const keys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['tenantproof'] }],
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: ca.toString('pem'),
    async issue(subject) {
      const own = await newKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: subjectName(subject),
        issuer: ca.subjectName,
        notBefore,
        notAfter,
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: leafExtensions(subject),
      });
      return { certificate: certificate.toString('pem'), key: pem(own.privateKey) };
    },
  };
}

/** Key pair that signs the tokens of service accounts, as PEM. */
export async function createTokenKeys(): Promise<{ publicKey: string; privateKey: string }> {
  const privateKey = pem((await newKeys()).privateKey);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { publicKey, privateKey };
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** Kubernetes reads EC keys of service accounts in SEC 1 form only as `EC PRIVATE KEY`; PKCS 8 serves all. */
const pem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

function subjectName({ commonName, organization }: Subject): x509.JsonName {
  return organization === undefined ? [{ CN: [commonName] }] : [{ O: [organization] }, { CN: [commonName] }];
}

function leafExtensions({ hosts = [] }: Subject): x509.Extension[] {
  const usage = new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true);
  if (hosts.length === 0)
    return [usage, new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])];
  return [
    usage,
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(
      hosts.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
    ),
  ];
}
