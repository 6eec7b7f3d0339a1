import { describe, expect, test } from 'vitest';
import { amountAsked } from '../../../src/model/share.ts';
import { triedPod } from '../../../src/model/tried-pod.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

describe('what is asked for', () => {
  test.each([
    [4, 0, 4, 5],
    [4, 3, 1, 2],
    [4, 4, 1, 1],
    [4, 6, 1, 1],
    [0, 0, 0, 1],
    [4, undefined, 1, 5],
    [0, undefined, 0, 1],
  ])('of %d GPUs of which %s are used: %d, and %d as too many', (promised, used, within, over) => {
    const gpus = { resource: 'gpus', promised } as const;
    expect(amountAsked({ ...gpus, beyond: 0 }, used)).toBe(within);
    expect(amountAsked({ ...gpus, beyond: 1 }, used)).toBe(over);
  });

  test.each([
    [64 * GiB, 0, 64 * GiB],
    [64 * GiB, 64 * GiB - MiB, 16 * MiB],
    [64 * GiB, undefined, 16 * MiB],
    [4 * MiB, undefined, 4 * MiB],
  ])('of %d bytes of which %s are used: %d', (promised, used, within) => {
    expect(amountAsked({ resource: 'memory', promised, beyond: 0 }, used)).toBe(within);
  });
});

interface Container {
  resources: Record<'requests' | 'limits', Record<string, string>>;
}

const containersOf = (resource: 'gpus' | 'memory', amount: number): Container[] =>
  (triedPod({ name: 'p', resource, amount })['spec'] as { containers: Container[] }).containers;

const sumOf = (containers: readonly Container[], name: string): number =>
  containers.reduce((sum, { resources }) => sum + Number(resources.limits[name] ?? 0), 0);

describe('a tried pod', () => {
  test.each([
    [0, 1],
    [1, 1],
    [5, 5],
    [17, 16],
    [65, 16],
  ])('has %d GPUs in %d containers', (gpus, count) => {
    const containers = containersOf('gpus', gpus);
    expect(containers).toHaveLength(count);
    expect(sumOf(containers, 'nvidia.com/gpu')).toBe(gpus);
    for (const { resources } of containers) expect(resources.requests).toEqual(resources.limits);
  });

  test.each([
    [MiB, 1],
    [40 * MiB, 2],
    [64 * GiB + MiB, 16],
    [1_000_000_007, 16],
  ])('has limits of %d bytes in %d containers, which request little', (bytes, count) => {
    const containers = containersOf('memory', bytes);
    expect(containers).toHaveLength(count);
    expect(sumOf(containers, 'memory')).toBe(bytes);
    for (const { resources } of containers)
      expect(Number(resources.requests['memory'])).toBeLessThanOrEqual(16 * MiB);
  });
});
