import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { loadScenarios } from '../../../src/cli/load-scenarios.ts';
import { targetFacts } from '../../../src/config/target-facts.ts';
import { stepsAttack } from '../../../src/experiment/attacks/steps.ts';
import { checksIn } from '../../../src/judge/checks-in.ts';
import type { Finding } from '../../../src/model/check.ts';
import type { Observation } from '../../../src/model/observation.ts';
import type { Target, TargetPromises } from '../../../src/model/target.ts';
import { planForTarget } from '../../../src/plan/target/plan-for-target.ts';
import { attachEndpoint } from '../../../src/stack/endpoint/attach-endpoint.ts';
import { nowMs } from '../../../src/system/clock.ts';
import { settings } from '../../unit/plan/literals.ts';
import { loopbackAttack } from '../attacks/loopback-attack.ts';
import type { PlatformOnCluster } from '../reference-stack/platform-on-cluster.ts';

const catalogue = await loadScenarios();

export const endpoint = 'http://gateway.example';

/** By the letter of a tenant of the reference stack, what it was promised beyond its rate. */
type Promised = Readonly<Record<string, Partial<TargetPromises>>>;

/** Tenants of the reference stack, as somebody describes them who was promised this; the first is tenant A. */
export function targetPromising(promised: Promised): Target {
  const usual = { requestsPerMinute: 600, burstRequests: 100 };
  const tenant = (letter: string, more: Partial<TargetPromises>): Target['tenants'][number] => ({
    name: `team-${letter}`,
    namespace: `tenant-${letter}`,
    key: { env: letter },
    model: 'm',
    promises: { ...usual, ...more },
  });
  return {
    endpoint,
    cluster: {},
    tenants: Object.entries({ a: {}, ...promised }).map(([letter, more]) => tenant(letter, more)),
    budget: { requests: 50_000, tokens: 5_000_000, rateRps: 100 },
  };
}

export interface Asked {
  /** What each check of the scenario says. */
  findings: Readonly<Record<string, Finding>>;
  observations: readonly Observation[];
}

/** Plays a scenario of the catalogue in the cluster of a target, and judges it. */
export async function askCluster(id: string, promised: Promised, kube: KubeConfig): Promise<Asked> {
  const target = targetPromising(promised);
  const scenario = catalogue.find((each) => each.id === id);
  const [plan] = planForTarget({
    settings: { ...settings, scenarios: [id], target },
    scenarios: scenario ? [scenario] : [],
    facts: targetFacts(target),
    target,
    left: target.budget,
  }).arms;
  if (!scenario || plan?.attack.kind !== 'steps') throw new Error(`${id} is planned, in steps`);
  const { context, seen } = loopbackAttack(new URL(endpoint), plan);
  const stack = attachEndpoint({
    endpoint,
    keys: new Map(target.tenants.map(({ name }) => [name, 'none'])),
    spend: () => {},
    turn: () => Promise.resolve(),
    cluster: kube,
  });
  await using driver = await stepsAttack({ ...context, stack }, plan.attack.steps);
  await driver.begin();
  await driver.strike();
  const ended = { kind: 'arm-ended', playedPairs: 0, atMs: nowMs(), scenario: id, arm: plan.arm } as const;
  const observations = [...seen, ended];
  const findings = checksIn(scenario, plan).map(
    ({ check }) => [check.id, check.judge(plan, { observations })] as const,
  );
  return { findings: Object.fromEntries(findings), observations };
}

/** A kubeconfig of somebody who has no rights yet. */
export async function strangerTo(
  { cluster, core }: PlatformOnCluster,
  name: string,
  folder: string,
): Promise<string> {
  await core.createNamespacedServiceAccount({ namespace: 'default', body: { metadata: { name } } });
  const { status } = await core.createNamespacedServiceAccountToken({
    namespace: 'default',
    name,
    body: { spec: { audiences: [], expirationSeconds: 3600 } },
  });
  const server = cluster.kube.getCurrentCluster();
  if (!server) throw new Error('the kubeconfig has no cluster');
  const stranger = new KubeConfig();
  stranger.loadFromClusterAndUser(server, { name, token: status?.token ?? '' });
  const file = join(folder, `${name}.kubeconfig`);
  await writeFile(file, stranger.exportConfig(), { mode: 0o600 });
  return file;
}
