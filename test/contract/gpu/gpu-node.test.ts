import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { gpuNodeSteps } from '../../../src/cluster/kind/gpu-node.ts';
import { makeGpuNode } from '../../../src/cluster/kind/make-gpu-node.ts';
import { startKindCluster, type GpuPlan } from '../../../src/cluster/kind/start-kind-cluster.ts';
import { openJournal } from '../../../src/journal/journal.ts';
import { listLeftovers } from '../../../src/journal/undo-all.ts';
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

/** Docker, of whose nodes one step may fail: each line that it is asked goes into the log. */
function dockerThat(log: string, fails?: Failing): string {
  const [says, code] = fails === undefined ? ['', 0] : failures[fails];
  const fail =
    fails === undefined ? '' : `case "$5" in *'${fails}'*) echo '${says}' >&2; exit ${code};; esac`;
  return `echo "docker $1 $2" >> '${log}'\nif [ "$1" = exec ]; then ${fail || ':'}\nfi\nexit 0`;
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
      docker: dockerThat(log, of.step),
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

  /** Starts a cluster of which all fails in the end, and returns what was told on the way. */
  async function startInVain(gpuPlan: GpuPlan): Promise<string[]> {
    const name = uniqueName();
    const notes: string[] = [];
    const journal = await openJournal(join(cache.folder, `${name}.ndjson`), { runId: name, env: cache.env });
    try {
      await expect(
        startKindCluster({
          name,
          engine: 'docker',
          image: 'kindest/node',
          kind: join(programs.folder, 'kind'),
          gpus: 'real',
          gpuPlan,
          journal,
          progress: { ...silentProgress, note: (text) => void notes.push(text) },
          signal,
          env: cache.env,
        }),
      ).rejects.toMatchObject({ code: 'program-failed', message: expect.stringContaining('fails too') });
    } finally {
      await journal.close();
    }
    return notes;
  }

  it.each([
    [
      'the runtime refuses to hand the GPUs over',
      { kindFails: true },
      /^Starting again without real GPUs\. GPUs are simulated though .*: docker: Error .* version mismatch: unknown\.$/,
    ],
    [
      'a step in it fails',
      { step: 'apt-get install' },
      /^Starting again without real GPUs\. .*: Could not install .*: E: Unable to locate package gpg\. Let the node reach/,
    ],
  ] as const)(
    'that cannot be made is made without GPUs, once the first is gone: %s',
    async (_what, of, note) => {
      await standIn(of);
      expect(await startInVain({ real: { kubectl: 'kubectl' } })).toEqual([expect.stringMatching(note)]);
      const lines = await logged();
      expect(lines[0]).toBe('kind with GPUs');
      const again = lines.indexOf('kind without GPUs');
      expect(lines.slice(0, again)).toContain('docker ps --all');
      expect(lines.slice(again)).toEqual(['kind without GPUs', 'docker ps --all']);
      expect(await listLeftovers(cache.env)).toEqual([]);
    },
  );

  it('without real GPUs is made once', async () => {
    await standIn({});
    expect(await startInVain({ simulated: 'nobody asked for others' })).toEqual([]);
    expect(await logged()).toEqual(['kind without GPUs', 'docker ps --all']);
  });
});
