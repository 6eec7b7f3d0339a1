import { afterEach, expect, it, vi } from 'vitest';
import { choosePlace } from '../../../src/cli/cluster/choose-place.ts';
import { silentProgress } from '../../../src/model/progress.ts';

const context = { env: {}, signal: new AbortController().signal, progress: silentProgress };

afterEach(() => void vi.unstubAllEnvs());

it.each(['embedded', 'existing'] as const)('no %s cluster stands in for real GPUs', async (cluster) => {
  await expect(choosePlace({ cluster, gpus: 'real', allow: [] }, context)).rejects.toMatchObject({
    code: 'gpus-of-kind-only',
    message: expect.stringContaining(`no ${cluster} cluster`),
  });
});

it('without a container engine real GPUs cannot be had, whatever else would do', async () => {
  vi.stubEnv('PATH', '/nowhere');
  await expect(choosePlace({ cluster: 'auto', gpus: 'real', allow: [] }, context)).rejects.toMatchObject({
    code: 'no-container-engine',
    message: expect.stringContaining('docker is not installed'),
  });
});
