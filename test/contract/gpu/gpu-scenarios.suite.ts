import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import { stepsAttack } from '../../../src/experiment/attacks/steps.ts';
import type { ArmRecord, Observation } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { KubeManifest, Step } from '../../../src/model/step.ts';
import { writeOciArchive } from '../../../src/oci/oci-archive.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { compiledProbe } from '../../../src/stack/images/cuda-probe-image.ts';
import { enterAsTenant } from '../../../src/stack/tenant-access.ts';
import { settings } from '../../unit/plan/literals.ts';
import type { PlatformOnCluster } from '../reference-stack/platform-on-cluster.ts';
import { playAgainst } from '../steps/play-against.ts';
import { hasCompiler } from './compiled-probe.ts';

const gib = 2 ** 30;

/** The image of the probe, with the stand-in for the driver where the container toolkit would put the real one. */
async function imageWithDriver(folder: string, signal: AbortSignal): Promise<string> {
  await using probe = await compiledProbe(signal);
  const driver = join(folder, 'libcuda.so.1');
  execFileSync('cc', ['-shared', '-fPIC', '-o', driver, 'test/contract/gpu/fake-libcuda.c']);
  const archive = join(folder, 'probe.tar');
  const library = { path: '/usr/lib64/libcuda.so.1', source: driver, mode: 0o755 };
  await writeOciArchive({ ...probe.image, files: [...probe.image.files, library] }, archive);
  return archive;
}

/** Variables of the stand-in in the container of a pod. */
type GpuOf = (pod: string) => Record<string, string>;

/** The steps, with a GPU of its own in each pod; what takes thirty seconds takes twelve, for pods start in one or two here. */
const withGpus = (steps: readonly Step[], gpuOf: GpuOf): Step[] =>
  steps.map((step) =>
    step.kind === 'objects'
      ? { ...step, objects: step.objects.map((pod) => pluggedIn(pod, gpuOf(pod.metadata.name))) }
      : step,
  );

function pluggedIn(pod: KubeManifest, gpu: Record<string, string>): KubeManifest {
  const spec = pod['spec'] as { containers: { command: string[]; env: object[] }[] };
  const added = Object.entries(gpu).map(([name, value]) => ({ name, value }));
  const containers = spec.containers.map((container) => ({
    ...container,
    command: container.command.map((word) => (word === '30' ? '12' : word)),
    env: [...container.env, ...added],
  }));
  return { ...pod, spec: { ...spec, containers } };
}

export function describeGpuScenarios(platform: () => PlatformOnCluster): void {
  describe.skipIf(!hasCompiler)(
    'scenarios of real GPUs, on a stand-in for the driver (skipped where there is no C compiler)',
    () => {
      let folder: string;
      beforeAll(async () => {
        const { cluster, kubectl, signal } = platform();
        folder = await mkdtemp(join(tmpdir(), 'gpu-scenarios-'));
        await cluster.loadImage(await imageWithDriver(folder, signal), signal);
        // The real one's handler is the NVIDIA runtime.
        const runtimeClass = {
          apiVersion: 'node.k8s.io/v1',
          kind: 'RuntimeClass',
          metadata: { name: 'nvidia' },
          handler: 'runc',
        };
        await kubectl.remove([runtimeClass], signal);
        await kubectl.apply([runtimeClass], signal);
      }, 120_000);
      afterAll(() => rm(folder, { recursive: true, force: true }));

      /** Plays the protected arm as a run would, and says what each check finds. */
      async function findings(id: string, gpuOf: GpuOf): Promise<Record<string, string>> {
        const { cluster, signal } = platform();
        const scenario = (await loadScenarios()).find((each) => each.id === id);
        const facts = await readStackFacts('k8s-fixtures/base');
        if (!scenario) throw new Error(`there is no ${id}`);
        const [plan] = makePlan({
          settings: { ...settings, profile: 'certify' },
          scenarios: [scenario],
          facts,
        }).arms;
        if (plan?.attack.kind !== 'steps') throw new Error(`${id} is not played in steps`);
        const record = await play(plan, withGpus(plan.attack.steps, gpuOf), { cluster, signal });
        return Object.fromEntries(
          scenario.checks.map(({ check }) => {
            const { status, reason } = check.judge(plan, record);
            return [check.id, `${status}: ${reason}`];
          }),
        );
      }

      it('a tenant that is refused at its partition holds, and so does its neighbour', async () => {
        const found = await findings('vram-allocation-ladder', () => ({
          FAKE_GPU_BYTES: String(23.5 * gib),
        }));
        expect(found).toEqual({
          'refused-at-partition': 'held: it was refused at 24064 of 24576 MiB',
          'neighbour-still-allocates': 'held: it got 17408 MiB beside the aggressor',
        });
      }, 90_000);

      it('a tenant that gets more than its partition is a breach', async () => {
        expect(await findings('gpu-limiter-unset', () => ({ FAKE_GPU_BYTES: String(40 * gib) }))).toEqual({
          'bound-without-environment': 'breached: it got 40960 MiB, promised 24576',
        });
      });

      it('a GPU that is seen by whom it was given, and by nobody else, holds', async () => {
        const gpuOf: GpuOf = (pod) => ({ FAKE_GPUS: pod === 'asks-one' ? '1' : '0' });
        expect(await findings('gpu-device-enumeration', gpuOf)).toEqual({
          'sees-no-gpu': 'held: it sees none',
        });
      });

      it('a GPU that nobody was given and that is seen is a breach', async () => {
        expect(await findings('gpu-device-enumeration', () => ({ FAKE_GPUS: '2' }))).toEqual({
          'sees-no-gpu': 'breached: it was given none, and sees 2',
        });
      });

      it('a neighbour that goes on holds', async () => {
        expect((await findings('gpu-illegal-access', () => ({})))['neighbour-survives-fault']).toMatch(
          /^held: [\d,]+ beats/,
        );
      }, 90_000);

      it('a neighbour that is ended when the tenant crashes is a breach', async () => {
        const found = await findings('gpu-illegal-access', () => ({ FAKE_GPU_BEATS: '400' }));
        expect(found['neighbour-survives-fault']).toBe(
          "breached: the neighbour's program failed after 400 beats: CUDA_ERROR_MPS_CLIENT_TERMINATED",
        );
      }, 90_000);
    },
  );
}

async function play(
  plan: ArmPlan,
  steps: readonly Step[],
  { cluster, signal }: Pick<PlatformOnCluster, 'cluster' | 'signal'>,
): Promise<ArmRecord> {
  const observations: Observation[] = [];
  const { context } = playAgainst(new URL('http://127.0.0.1:1'));
  const tenants = new Map(
    await Promise.all(
      [plan.victim, plan.aggressor].map(
        async (tenant) => [tenant.name, await enterAsTenant(cluster.kube, tenant, 'none')] as const,
      ),
    ),
  );
  const record: typeof context.recorder.record = (fact) =>
    void observations.push({ atMs: Date.now(), scenario: plan.scenario, arm: plan.arm, ...fact });
  const tenant: typeof context.stack.tenant = (name) => {
    const access = tenants.get(name);
    if (!access) throw new Error(`${name} takes no part`);
    return access;
  };
  const still = { kind: 'restarts', namespace: plan.victim.namespace, pods: 0, restarts: 0 } as const;
  record({ kind: 'arm-started' });
  record(still);
  await using attack = await stepsAttack(
    {
      ...context,
      plan,
      signal,
      stack: { ...context.stack, kube: cluster.kube, tenant },
      recorder: { ...context.recorder, record, snapshot: () => ({ observations }) },
    },
    steps,
  );
  await attack.begin();
  await attack.strike();
  await attack.finish();
  record(still);
  record({ kind: 'arm-ended', playedPairs: 0 });
  return { observations };
}
