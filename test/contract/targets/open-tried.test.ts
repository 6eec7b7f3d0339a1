import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-code-of.ts';
import { openTried } from '../../../src/cli/verify/open-tried.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { freePort } from '../../../src/system/free-port.ts';

let folder: string;
/** Of a cluster where nobody answers. */
let kubeconfig: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-tried-'));
  kubeconfig = join(folder, 'gone.kubeconfig');
  const kube = new KubeConfig();
  kube.loadFromClusterAndUser(
    { name: 'gone', server: `http://127.0.0.1:${await freePort()}`, skipTLSVerify: true },
    { name: 'nobody' },
  );
  await writeFile(kubeconfig, kube.exportConfig());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const budget = { requests: 1, tokens: 1, rateRps: 1 };
const plan = { endpoint: 'http://host', budget, most: { requests: 1, tokens: 1 } };
const podDryRuns = [{ namespace: 'team-b', pods: 2, mostTries: 10 }];
const open = (...[asked, cluster, env = {}]: [typeof plan, object?, NodeJS.ProcessEnv?]): Promise<unknown> =>
  openTried(asked, cluster, { env, progress: silentProgress, signal: AbortSignal.timeout(10_000) });

test('a cluster of which nothing is asked is not opened', async () => {
  expect(await open(plan, { kubeconfig: '/no/such' })).toBeUndefined();
});

test.each([
  ['named by the settings', (): [object] => [{ kubeconfig }]],
  ['named by KUBECONFIG', (): [object, NodeJS.ProcessEnv] => [{}, { KUBECONFIG: kubeconfig }]],
])('one that does not answer, %s, is named with the cause: exit code 21', async (_what, where) => {
  const failure = await open({ ...plan, podDryRuns } as typeof plan, ...where()).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({
    code: 'cluster-unreachable',
    message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+ does not answer: .*ECONNREFUSED/),
  });
  expect(exitCodeOf(failure)).toBe(21);
});

test('a context that is not in the file ends as bad settings do: exit code 104', async () => {
  const asked = { ...plan, podDryRuns } as typeof plan;
  const failure = await open(asked, { kubeconfig, context: 'production' }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'bad-kubeconfig', hint: expect.stringContaining('Its contexts: ') });
  expect(exitCodeOf(failure)).toBe(104);
});
