import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { opened, parseJson, sealed, type Opened } from '../../../src/cli/certificate/envelope.ts';
import { keyIdOf } from '../../../src/cli/certificate/keys.ts';
import { policyFor } from '../../../src/cli/certificate/sigstore.ts';
import type { Statement } from '../../../src/report/certificate/statement.ts';

const statement: Statement = {
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'report.json', digest: { sha256: 'a'.repeat(64) } }],
  predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
  predicate: {
    result: 'PASSED',
    configuration: [{ name: 'tenantproof', uri: 'pkg:npm/tenantproof@0.1.0' }],
    passedTests: ['request-flood/protected/victim-p99-ratio'],
    warnedTests: [],
    failedTests: [],
  },
};

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keyid = keyIdOf(publicKey);
const certificate = sealed(statement, { privateKey, keyid });

const open = (text: string, key = publicKey): Opened => opened(parseJson(text), key);

interface Envelope {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** The certificate with other fields. */
const altered = (change: (envelope: Envelope) => unknown): string =>
  JSON.stringify(change(JSON.parse(certificate) as Envelope));

describe('a certificate in its envelope', () => {
  test('opens with the key that belongs to it, and says who signed', () => {
    expect(open(certificate)).toEqual({ statement, signedBy: `key ${keyid}` });
  });

  test('is the same to the byte if it is signed again', () => {
    expect(sealed(statement, { privateKey, keyid })).toBe(certificate);
  });

  test('does not open if one bit of any byte is another', () => {
    const bytes = Buffer.from(certificate);
    const believed = [...bytes.keys()].filter((index) => {
      const copy = Buffer.from(bytes);
      copy[index] = (bytes[index] ?? 0) ^ (1 << (index % 7));
      return !('fault' in open(copy.toString()));
    });
    expect(believed).toEqual([]);
  });

  test('does not open cut at any byte but the last, which ends the line', () => {
    const lengths = Array.from({ length: certificate.length }, (_, length) => length);
    const opens = lengths.filter((length) => !('fault' in open(certificate.slice(0, length))));
    expect(opens).toEqual([certificate.length - 1]);
  });

  test('does not open with another key, and names both', () => {
    const { publicKey: other } = generateKeyPairSync('ed25519');
    expect(open(certificate, other)).toEqual({
      fault: `the certificate was signed with another key, or changed: it names ${keyid}, the key given is ${keyIdOf(other)}`,
    });
  });

  test('does not open with another key that it names', () => {
    const { publicKey: other } = generateKeyPairSync('ed25519');
    const named = altered((envelope) => ({
      ...envelope,
      signatures: [{ ...envelope.signatures[0], keyid: keyIdOf(other) }],
    }));
    expect(open(named, other)).toMatchObject({ fault: expect.stringContaining('does not fit') as string });
  });

  test.for<[string, (envelope: Envelope) => unknown]>([
    ['another payload type', (envelope) => ({ ...envelope, payloadType: 'text/plain' })],
    [
      'a payload in another spelling of base64',
      (envelope) => ({ ...envelope, payload: `${envelope.payload}\n` }),
    ],
    ['no signature', (envelope) => ({ ...envelope, signatures: [] })],
    [
      'two signatures',
      ({ signatures, ...rest }) => ({ ...rest, signatures: [...signatures, ...signatures] }),
    ],
    ['an empty signature', (envelope) => ({ ...envelope, signatures: [{ keyid, sig: '' }] })],
    ['a field more', (envelope) => ({ ...envelope, more: 1 })],
    ['nothing', () => null],
  ])('does not open with %s', ([, change]) => {
    expect(open(altered(change))).toHaveProperty('fault');
  });

  test('does not open if what was signed is no statement', () => {
    const text = sealed({ hello: 'world' } as unknown as Statement, { privateKey, keyid });
    expect(open(text)).toMatchObject({
      fault: expect.stringContaining('no statement of test results') as string,
    });
  });
});

/** RFC 8410, section 10.1: the public key of its example. */
const rfc8410 = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----`;

test('a key is named by the SHA-256 of its DER form', () => {
  // openssl pkey -pubin -in KEY -outform DER | sha256sum
  expect(keyIdOf(createPublicKey(rfc8410))).toBe(
    'a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f',
  );
});

test('an identity of Sigstore is the whole of it, and no pattern', () => {
  const identity = 'https://github.com/o/r/.github/workflows/c.yml@refs/tags/v1.0';
  const { certificateIdentityURI: pattern = '', certificateIssuer } = policyFor({
    identity,
    issuer: 'https://i',
  });
  expect(certificateIssuer).toBe('https://i');
  expect(identity.match(pattern)).not.toBeNull();
  const others = [`${identity}.evil`, `https://evil/?${identity}`, identity.replace('v1.0', 'v1x0'), ''];
  expect(others.filter((other) => other.match(pattern))).toEqual([]);
});
