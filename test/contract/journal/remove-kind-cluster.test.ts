import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ownNames } from '../../../src/journal/own-names.ts';
import { kindClusterLabel, removeKindCluster } from '../../../src/journal/undo/remove-kind-cluster.ts';
import { containersOf, docker, lackOfKind, whySkipped } from '../../helpers/container-engine.ts';
import { testCache, uniqueName } from '../../helpers/embedded-cluster.ts';

const image = process.env['TENANTPROOF_KIND_IMAGE'] ?? '';

describe.skipIf(lackOfKind !== undefined)(`the containers of a kind cluster${whySkipped(lackOfKind)}`, () => {
  test('that somebody else is removing: waited for, not left behind', async ({ signal }) => {
    await using cache = await testCache();
    const { env } = cache;
    const name = `${ownNames(env).prefix}${uniqueName()}`;
    const label = `${kindClusterLabel}=${name}`;
    const node = docker('run', '--detach', '--label', label, '--entrypoint', 'sleep', image, '300');
    // As many files as keep the engine busy for a while, which refuses to remove what it is removing.
    docker('exec', node, 'sh', '-c', 'mkdir /many; cd /many; for n in $(seq 40000); do echo > $n; done');
    const other = spawn('docker', ['rm', '--force', '--volumes', node], { stdio: 'ignore' });
    const otherDone = once(other, 'close');
    docker('wait', node);
    await removeKindCluster({ engine: 'docker', name }, { env, signal });
    expect(containersOf(name)).toEqual([]);
    await otherDone;
  }, 120_000);
});
