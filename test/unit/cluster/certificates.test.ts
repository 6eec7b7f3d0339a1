import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createAuthority, createTokenKeys } from '../../../src/cluster/embedded/certificates.ts';
import { createNodePki, pki } from '../../../src/cluster/embedded/node-pki.ts';

const now = new Date('2026-11-24T07:00:00Z');

describe('an authority', () => {
  test('issues certificates that verify against it, with the key that belongs to them', async () => {
    const authority = await createAuthority(now);
    const { certificate, key } = await authority.issue({
      commonName: 'admin',
      organization: 'system:masters',
    });
    const parsed = new X509Certificate(certificate);
    const ca = new X509Certificate(authority.certificate);
    expect(ca.ca).toBe(true);
    expect(parsed.verify(ca.publicKey)).toBe(true);
    expect(parsed.checkIssued(ca)).toBe(true);
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(parsed.subject).toBe('O=system:masters\nCN=admin');
    expect(parsed.ca).toBe(false);
  });

  test('names the hosts of a server, and lets it be nothing but a server', async () => {
    const authority = await createAuthority(now);
    const issued = await authority.issue({ commonName: 'api', hosts: ['localhost', '10.96.0.1'] });
    const certificate = new X509Certificate(issued.certificate);
    expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:10.96.0.1');
    expect(certificate.checkIP('10.96.0.1')).toBe('10.96.0.1');
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  test('tolerates a clock that is an hour behind, and ends after thirty days', async () => {
    const { certificate } = await createAuthority(now);
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    expect(validFromDate.toISOString()).toBe('2026-11-24T06:00:00.000Z');
    expect(validToDate.toISOString()).toBe('2026-12-24T07:00:00.000Z');
  });
});

test('the keys of service accounts are a pair', async () => {
  const { publicKey, privateKey } = await createTokenKeys();
  expect(publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  expect(createPrivateKey(privateKey).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
});

test('a node gets every file that its programs are told of, and clients that trust its authority', async () => {
  const { files, adminKubeconfig } = await createNodePki('10.231.0.2', now);
  expect(Object.keys(files).sort()).toEqual(Object.values(pki).sort());
  const admin = parse(adminKubeconfig) as {
    clusters: [{ cluster: { server: string; 'certificate-authority-data': string } }];
  };
  const { cluster } = admin.clusters[0];
  expect(cluster.server).toBe('https://10.231.0.2:443');
  const ca = new X509Certificate(Buffer.from(cluster['certificate-authority-data'], 'base64'));
  const server = new X509Certificate(files[pki.apiserver] ?? '');
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkIP('10.231.0.2')).toBe('10.231.0.2');
  expect(server.checkHost('kubernetes.default.svc')).toBe('kubernetes.default.svc');
});
