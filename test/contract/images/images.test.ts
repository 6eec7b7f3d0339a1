import { PrometheusDriver } from 'prometheus-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedTestContainer, Wait } from 'testcontainers';
import { byLabel, single } from '../../../src/experiment/probes/prometheus.ts';
import { waitForLock } from '../../../src/system/named-lock.ts';
import { waitUntil } from '../../../src/system/wait-until.ts';
import { buildImages } from './build-images.ts';
import {
  containerOf,
  type ContainerStack,
  engineContainer,
  gatewayContainer,
  prometheusContainer,
  startContainerStack,
  urlOf,
} from './container-stack.ts';
import { inDocker, lackOfDocker, removeAll, type State, stateOf, untilState } from './docker.ts';
import { goodKeys, writeStackFiles } from './stack-files.ts';
import { complete, openStream } from './streamed-completion.ts';

const signal = AbortSignal.timeout(600_000);
const lack = await lackOfDocker();
/** `terminationGracePeriodSeconds` of the manifests. */
const graceSeconds = 5;

describe.skipIf(lack !== undefined)(`the images as containers${lack ? ` (skipped: ${lack})` : ''}`, () => {
  const own = new AsyncDisposableStack();
  let stack: ContainerStack;
  let prometheus: StartedTestContainer;

  beforeAll(async () => {
    const waiting = { signal, onWait: () => {} };
    own.use(await waitForLock('test-containers', `process ${process.pid}`, waiting));
    // Before it begins: what a run left that was killed.
    await removeAll();
    own.defer(removeAll);
    await buildImages(signal);
    stack = own.use(await startContainerStack());
    prometheus = await stack.add(prometheusContainer(stack.files));
  }, 600_000);

  afterAll(() => own.disposeAsync());

  test('a completion goes through the gateway to the engine', async () => {
    const answer = await complete(stack.gateway);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 6 } });
  });

  test('Prometheus scrapes both, and tells what they served', async () => {
    const driver = new PrometheusDriver({ endpoint: urlOf(prometheus) });
    const asked = (query: string): Promise<boolean> =>
      waitUntil(async () => ((await single(driver, query)) > 0 ? { ready: true } : { seen: 'nothing' }), {
        what: query,
        timeoutMs: 20_000,
        signal,
      });
    await complete(stack.gateway);
    expect(await asked('tenant_requests_total{app="gateway",tenant_id="tenant-a",status="200"}')).toBe(true);
    expect(await asked('tenant_gpu_compute_seconds_total{app="engine",tenant_id="tenant-a"}')).toBe(true);
    expect(await byLabel(driver, 'app', 'up')).toEqual({ gateway: 1, engine: 1 });
  });

  test('the load generator brings a k6 that runs, and pause a program that waits', async () => {
    await using k6 = await containerOf('load-generator')
      .withEntrypoint(['/usr/bin/k6'])
      .withCommand(['version'])
      .withWaitStrategy(Wait.forLogMessage(/^k6(\.\S+)? v?\d+\.\d+/m))
      .start();
    expect(await untilState(k6, 'k6 to end', ({ Running }) => !Running)).toMatchObject({ ExitCode: 0 });
    await using pause = await containerOf('pause').start();
    expect(await stateOf(pause)).toMatchObject({ Running: true, ExitCode: 0 });
  });

  test('nobody is root', async () => {
    for (const container of [stack.gateway, stack.engine, prometheus]) {
      const { Processes } = await (await inDocker(container)).top({ ps_args: '-eo pid,uid' });
      const uids = Processes.map(([, uid]: string[]) => uid) as string[];
      expect([...new Set(uids)]).toEqual(['65532']);
    }
  });

  test('nothing can be written outside of what is mounted', async () => {
    for (const container of [stack.gateway, stack.engine]) {
      const write = `require('node:fs').writeFileSync('/app/new.mjs', '')`;
      const { exitCode, stderr } = await container.exec(['/usr/bin/node', '-e', write]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining('EROFS') });
    }
    // It has no other program in its image.
    const { exitCode, stderr } = await prometheus.exec([
      '/bin/prometheus',
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/elsewhere',
      '--web.listen-address=127.0.0.1:9099',
    ]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('read-only file system'),
    });
  });

  test('a container is killed for memory beyond its limit, and not within it', async () => {
    const hog = async (limitMiB: number): Promise<State> => {
      await using container = await containerOf('reference-stack')
        .withCommand(['/app/hog.mjs'])
        .withEnvironment({ CEILING_BYTES: `${256 * 2 ** 20}`, HOLD_MS: '0', TERMINATION_LOG: '/dev/null' })
        .withResourcesQuota({ memory: limitMiB / 1024 })
        .withWaitStrategy(Wait.forLogMessage(/^allocated \d+/m))
        .start();
      return await untilState(container, 'the end of the hog', ({ Running }) => !Running);
    };
    expect(await hog(96)).toMatchObject({ OOMKilled: true, ExitCode: 137 });
    expect(await hog(512)).toMatchObject({ OOMKilled: false, ExitCode: 0 });
  });

  test.for(['gateway', 'engine'] as const)('the %s ends what it has begun before it leaves', async (name) => {
    const maxTokens = 300;
    await using own = await startContainerStack();
    const stream = await openStream(own.gateway, maxTokens);
    const leaving = own[name];
    const stopped = (await inDocker(leaving)).stop({ t: graceSeconds });
    await waitUntil(
      async (probe) =>
        fetch(`${urlOf(leaving)}/healthz`, { signal: probe }).then(
          () => ({ seen: 'it still takes calls' }),
          () => ({ ready: true }),
        ),
      { what: 'SIGTERM to be felt', timeoutMs: 10_000, intervalMs: 10, signal },
    );
    expect(stream.tokens()).toBeLessThan(maxTokens);
    expect(await stream.whole()).toMatch(/data: \[DONE\]\n\n$/);
    expect(stream.tokens()).toBe(maxTokens);
    await stopped;
    expect(await stateOf(leaving)).toMatchObject({ Running: false, ExitCode: 0 });
  });

  test('Prometheus leaves in peace', async () => {
    await using other = await prometheusContainer(stack.files).start();
    await (await inDocker(other)).stop({ t: graceSeconds });
    expect(await stateOf(other)).toMatchObject({ Running: false, ExitCode: 0 });
  });

  const untilHealth = (container: StartedTestContainer, status: string): Promise<State> =>
    untilState(container, `it to be ${status}`, ({ Health }) => Health?.Status === status);

  test.concurrent('a gateway without keys is unhealthy and says why, until it has them', async () => {
    await using files = await writeStackFiles('not JSON');
    const alive = Wait.forHttp('/healthz', 8080);
    await using gateway = await gatewayContainer(files).withWaitStrategy(alive).start();
    const { Health } = await untilHealth(gateway, 'unhealthy');
    expect(Health?.Log.at(-1)?.Output).toContain('keys.json');
    await files.writeKeys(goodKeys);
    await untilHealth(gateway, 'healthy');
  });

  test.concurrent('an engine that hangs is unhealthy, until it goes on', async () => {
    await using engine = await engineContainer().start();
    const container = await inDocker(engine);
    await container.kill({ signal: 'SIGSTOP' });
    expect(await untilHealth(engine, 'unhealthy')).toMatchObject({ Running: true });
    await container.kill({ signal: 'SIGCONT' });
    expect(await untilHealth(engine, 'healthy')).toMatchObject({ Running: true });
  });
});
