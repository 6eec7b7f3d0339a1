import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { gpuNodeSteps } from '../../../src/cluster/kind/gpu-node.ts';
import { makeGpuNode } from '../../../src/cluster/kind/make-gpu-node.ts';
import { startKindCluster, type GpuPlan } from '../../../src/cluster/kind/start-kind-cluster.ts';
import type { ContainerEngine } from '../../../src/model/container-engine.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { listLeftovers } from '../../../src/journal/undo-all.ts';
import { EnvironmentError } from '../../../src/model/errors.ts';
import { silentProgress } from '../../../src/model/progress.ts';
import { testCache, uniqueName, type TestCache } from '../../helpers/embedded-cluster.ts';
import { standInPrograms, type StandIns } from './stand-in-programs.ts';

afterEach(() => void vi.unstubAllEnvs());

const signal = AbortSignal.timeout(60_000);

/** A part of each step's script, what the real programs say when it fails, and with which exit code. */
const failures = {
  'nvidia-smi -L': ['bash: line 1: nvidia-smi: command not found', 127],
  'apt-get install': ['E: Unable to locate package gpg', 100],
  'systemctl restart': ['Job for containerd.service failed because the control process exited.', 1],
  ModifyDeviceFiles: ['grep: /proc/driver/nvidia/params: No such file or directory', 2],
} as const;
type Failing = keyof typeof failures;
const failing = Object.keys(failures) as Failing[];

/** An engine, of whose nodes one step may fail: each line that it is asked goes into the log. */
function engineThat(engine: ContainerEngine, log: string, fails?: Failing): string {
  const [says, code] = fails === undefined ? ['', 0] : failures[fails];
  const fail =
    fails === undefined ? '' : `case "$5" in *'${fails}'*) echo '${says}' >&2; exit ${code};; esac`;
  return `echo "${engine} $1 $2" >> '${log}'\nif [ "$1" = exec ]; then ${fail || ':'}\nfi\nexit 0`;
}

/** kind, which makes nothing: with GPUs it fails or not, without them always. */
const kindThat = (log: string, failsWithGpus: boolean): string => `
if grep -q nvidia-container-devices "$6"; then
  echo 'kind with GPUs' >> '${log}'
  ${failsWithGpus ? "echo 'docker: Error response from daemon: failed to create task for container: nvidia-container-cli: initialization error: nvml error: driver/library version mismatch: unknown.' >&2; exit 1" : 'exit 0'}
fi
echo 'kind without GPUs' >> '${log}'
echo 'ERROR: this one fails too' >&2
exit 1`;

describe('a node', () => {
  let cache: TestCache;
  let programs: StandIns;
  let log: string;
  beforeAll(async () => {
    cache = await testCache();
  });
  afterAll(() => cache[Symbol.asyncDispose]());
  afterEach(() => programs[Symbol.asyncDispose]());

  async function standIn(of: { step?: Failing; kindFails?: boolean }): Promise<void> {
    log = join(cache.folder, `${uniqueName()}.log`);
    programs = await standInPrograms({
      docker: engineThat('docker', log, of.step),
      podman: engineThat('podman', log, of.step),
      kind: kindThat(log, of.kindFails ?? false),
    });
    vi.stubEnv('PATH', `${programs.folder}:/usr/bin:/bin`);
  }

  const logged = async (): Promise<string[]> => (await readFile(log, 'utf8')).trim().split('\n');

  it('is made in the order of its steps, each of which is told', async () => {
    await standIn({});
    const told: string[] = [];
    await makeGpuNode({ engine: 'docker', node: 'n', signal, onStep: (what) => void told.push(what) });
    expect(told).toEqual(gpuNodeSteps.map(({ what }) => what));
    expect(await logged()).toEqual(gpuNodeSteps.map(() => 'docker exec n'));
  });

  it('has a failure for each step here', () => {
    expect(gpuNodeSteps.map(({ script }) => failing.findIndex((part) => script.includes(part)))).toEqual([
      0, 1, 2, 3,
    ]);
  });

  it.each(failing.map((step, index) => [step, index] as const))(
    'whose step fails says cause and cure, and goes no further: %s',
    async (step, index) => {
      await standIn({ step });
      await expect(makeGpuNode({ engine: 'docker', node: 'n', signal })).rejects.toMatchObject({
        code: 'gpu-node',
        message: `Could not ${gpuNodeSteps[index]?.what}: ${failures[step][0]}`,
        hint: gpuNodeSteps[index]?.cure,
      });
      expect(await logged()).toHaveLength(index + 1);
    },
  );

  /** Starts a cluster of which all fails in the end. */
  async function startInVain(
    gpuPlan: GpuPlan,
    engine: ContainerEngine = 'docker',
  ): Promise<EnvironmentError> {
    const name = uniqueName();
    const journal = await openJournal(join(cache.folder, `${name}.ndjson`), { runId: name, env: cache.env });
    const order = { name, engine, image: 'kindest/node', gpus: 'real', gpuPlan } as const;
    const kind = join(programs.folder, 'kind');
    try {
      await startKindCluster({ ...order, kind, journal, progress: silentProgress, signal, env: cache.env });
    } catch (error) {
      if (error instanceof EnvironmentError) return error;
      throw error;
    } finally {
      await journal.close();
    }
    throw new Error('it started');
  }

  it.each([
    [
      'the runtime refuses to hand the GPUs over',
      { kindFails: true },
      /^No node with real GPUs: .*docker: Error .* version mismatch: unknown\.$/,
      /^Without --gpus real/,
    ],
    [
      'a step in it fails',
      { step: 'apt-get install' },
      /^No node with real GPUs: Could not install .*: E: Unable to locate package gpg$/,
      /^Let the node reach .* Without --gpus real/,
    ],
  ] as const)(
    'that cannot be made is gone when that is said, and none with simulated GPUs takes its place: %s',
    async (_what, of, message, hint) => {
      await standIn(of);
      const failure = await startInVain({ real: { kubectl: 'kubectl' } });
      expect(failure.message).toMatch(message);
      expect(failure.hint).toMatch(hint);
      const lines = await logged();
      expect(lines[0]).toBe('kind with GPUs');
      expect(lines.at(-1)).toBe('docker ps --all');
      expect(lines).not.toContain('kind without GPUs');
      expect(await listLeftovers(cache.env)).toEqual([]);
    },
  );

  it('that needs no real GPUs has none', async () => {
    await standIn({});
    const failure = await startInVain({ simulated: 'nobody asked for others' });
    expect(failure.message).toContain('fails too');
    expect(await logged()).toEqual(['kind without GPUs', 'docker ps --all']);
  });

  it.each([
    ['docker', true],
    ['podman', false],
  ] as const)('does not come back with %s: it is told so if it would: %s', async (engine, isTold) => {
    await standIn({ step: 'nvidia-smi -L' });
    await startInVain({ real: { kubectl: 'kubectl' } }, engine);
    const lines = await logged();
    expect(lines).toContainEqual(expect.stringMatching(`^${engine} exec `));
    expect(lines.includes(`${engine} update --restart`)).toBe(isTold);
  });
});
