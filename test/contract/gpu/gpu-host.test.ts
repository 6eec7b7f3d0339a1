import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gpuHost } from '../../../src/cluster/kind/gpu-host.ts';
import { readGpuHostFacts } from '../../../src/cluster/kind/read-gpu-host-facts.ts';

const hasDriver = existsSync('/proc/driver/nvidia/version');

test.skipIf(hasDriver)('a machine without a driver has no GPU (skipped where it has one)', async () => {
  expect(gpuHost(await readGpuHostFacts(AbortSignal.timeout(30_000)))).toEqual({ gpu: 'none' });
});
