import { program, sha256, startMirror, tarball, type Mirror } from './workbench.ts';

const arch = process.arch === 'arm64' ? 'arm64' : 'amd64';
const k6Release = '/github.com/grafana/k6/releases/download/v1.1.0';

/** Addresses on a mirror: the original host and path. */
export const addresses = {
  k6: `${k6Release}/k6-v1.1.0-linux-${arch}.tar.gz`,
  k6Checksums: `${k6Release}/k6-v1.1.0-checksums.txt`,
  kubectl: `/dl.k8s.io/v1.37.2/bin/linux/${arch}/kubectl`,
  kubelet: `/dl.k8s.io/v1.37.2/bin/linux/${arch}/kubelet`,
  cni: `/github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-${arch}-v1.9.1.tgz`,
  runc: `/github.com/opencontainers/runc/releases/download/v1.5.2/runc.${arch}`,
  runcChecksums: '/github.com/opencontainers/runc/releases/download/v1.5.2/runc.sha256sum',
};

export const k6Archive = (says = 'k6 v1.1.0', padding = 0): Promise<Buffer> =>
  tarball({ [`k6-v1.1.0-linux-${arch}/k6`]: program(says, padding), 'README.md': Buffer.from('hello') });

/** A mirror that holds one k6 release. */
export async function mirrorWithK6(archive?: Buffer): Promise<Mirror> {
  const k6 = archive ?? (await k6Archive());
  return await startMirror({ [addresses.k6]: k6, [addresses.k6Checksums]: k6Checksums(k6) });
}

export const k6Checksums = (archive: Buffer): string =>
  `${'0'.repeat(64)}  k6-v1.1.0-macos-${arch}.zip\n${sha256(archive)}  k6-v1.1.0-linux-${arch}.tar.gz\n`;
