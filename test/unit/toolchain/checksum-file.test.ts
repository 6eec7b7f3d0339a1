import { describe, expect, it } from 'vitest';
import { findChecksum } from '../../../src/toolchain/checksum-file.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

describe('findChecksum', () => {
  it.each([
    ['a bare hash (Kubernetes)', a, 'kubelet'],
    ['a bare hash and a newline', `${a}\n`, 'kubelet'],
    ['one line with the name (containerd, CNI)', `${a}  kubelet\n`, 'kubelet'],
    ['binary mode', `${a} *kubelet\n`, 'kubelet'],
    ['a path before the name', `${a}  ./release/kubelet\n`, 'kubelet'],
    ['several lines (etcd, Prometheus, k6)', `${b}  kubectl\n${a}  kubelet\n${b}  kubelet.sig\n`, 'kubelet'],
    ['Windows line ends', `${b}  kubectl\r\n${a}  kubelet\r\n`, 'kubelet'],
    ['upper case', `${a.toUpperCase()}  kubelet\n`, 'kubelet'],
    ['BSD style', `SHA256 (kubectl) = ${b}\nSHA256 (kubelet) = ${a}\n`, 'kubelet'],
    [
      'a signed message (runc)',
      `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${b}  runc.arm64\n${a}  runc.amd64\n-----BEGIN PGP SIGNATURE-----\n\niQIzBAEB\n=wyfZ\n-----END PGP SIGNATURE-----\n`,
      'runc.amd64',
    ],
  ])('reads %s', (_, text, file) => {
    expect(findChecksum(text, file)).toBe(a);
  });

  it.each([
    ['an empty file', ''],
    ['only other names', `${a}  kubectl\n`],
    ['a name that only ends alike', `${a}  my-kubelet\n`],
    ['two bare hashes', `${a}\n${b}\n`],
    ['a hash of another length', `${a.slice(1)}  kubelet\n`],
    ['a page of a portal', '<html><body>Please log in</body></html>'],
  ])('finds nothing in %s', (_, text) => {
    expect(findChecksum(text, 'kubelet')).toBeUndefined();
  });
});
