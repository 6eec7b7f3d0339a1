import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { stackBiller } from '../../../src/cli/invoice/stack-biller.ts';
import { readStackFacts } from '../../../src/config/stack-facts.ts';
import { stepsAttack } from '../../../src/experiment/attacks/steps.ts';
import { openRecorder } from '../../../src/experiment/recorder.ts';
import type { ArmRecord } from '../../../src/model/observation.ts';
import type { ArmPlan } from '../../../src/model/plan.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { parsePriceList } from '../../../src/reference-stack/billing/price-list.ts';
import { createEngineServer } from '../../../src/reference-stack/engine/engine.ts';
import { readSettings } from '../../../src/reference-stack/engine/settings.ts';
import { createGateway } from '../../../src/reference-stack/gateway/gateway.ts';
import { composeConfig } from '../../../src/reference-stack/gateway/gateway-config.ts';
import type { RealPrometheus } from '../../helpers/real-prometheus.ts';
import { floodPlan } from '../../unit/judge/example-arm.ts';

/** What is weak about a platform; by default nothing. */
export interface Weak {
  gateway?: Record<string, string>;
  engine?: Record<string, string>;
  /** `prices.yaml`. */
  prices?: string;
}

/** Plays the steps of a scenario against a real gateway and engine in this process, scraped by a real Prometheus. */
export async function playOnLoopback(
  scenario: Scenario,
  { prometheus, folder, signal }: { prometheus: RealPrometheus; folder: string; signal: AbortSignal },
  weak: Weak = {},
): Promise<{ plan: ArmPlan; record: ArmRecord }> {
  const plan = await planOf(scenario);
  if (plan.attack.kind !== 'steps') throw new Error('only steps are played here');
  await using platform = await startPlatform(prometheus, weak);
  const prices = parsePriceList(weak.prices ?? '');
  if ('error' in prices) throw new Error(prices.error);
  const recorder = openRecorder(folder).arm(plan);
  recorder.record({ kind: 'arm-started' });
  await using attack = await stepsAttack(
    {
      plan,
      stack: platform.stack,
      recorder,
      startLoad: () => Promise.reject(new Error('no load is played here')),
      signal,
      bill: stackBiller({ prometheus: prometheus.url, prices: async () => prices.prices }),
    },
    plan.attack.steps,
  );
  await attack.strike();
  recorder.record({ kind: 'arm-ended', playedPairs: 0 });
  return { plan, record: { observations: recorder.snapshot().observations } };
}

async function planOf({ id, attack }: Scenario): Promise<ArmPlan> {
  const facts = await readStackFacts('k8s-fixtures/base');
  const [victim, ...others] = facts.tenants;
  const suits = attack.kind === 'steps' ? attack.suits : undefined;
  const aggressor = others.find((tenant) => suits?.(tenant) ?? true);
  if (!victim || !aggressor || attack.kind !== 'steps') throw new Error('two tenants and steps are needed');
  const design = { kind: 'single-shot', settleSeconds: 30 } as const;
  const steps = attack.steps({ victim, aggressor, facts });
  return { ...floodPlan, scenario: id, victim, aggressor, design, attack: { kind: 'steps', steps } };
}

async function startPlatform(prometheus: RealPrometheus, weak: Weak) {
  const config = parse(await readFile('k8s-fixtures/base/platform/gateway-config.yaml', 'utf8')) as {
    data: Record<string, string>;
  };
  const engine = createEngineServer(readSettings({ MODEL_LOAD_MS: '0', ...weak.engine }));
  const engineUrl = await listen(engine);
  let started = 0;
  const startGateway = async () => {
    const { server, control } = createGateway();
    control.setConfig(composeConfig({ ...config.data, ...weak.gateway }), 'first');
    control.setKeys(new Map(['a', 'b', 'c'].map((letter) => [`tenant-${letter}`, `key-${letter}`])), 'keys');
    control.setEngines([engineUrl.origin]);
    const url = await listen(server);
    started += 1;
    await prometheus.scrape([
      { app: 'engine', pod: 'engine', address: engineUrl.host },
      { app: 'gateway', pod: `gateway-${started}`, address: url.host },
    ]);
    return { server, url };
  };
  let gateway = await startGateway();
  return {
    stack: {
      get gateway() {
        return gateway.url;
      },
      gatewayFromPods: async () => gateway.url,
      prometheus: prometheus.url,
      platformNamespaces: [],
      capabilities: new Set<never>(),
      kube: new KubeConfig(),
      tenant: (name: string) => ({ apiKey: name.replace('tenant', 'key'), kube: new KubeConfig() }),
      restart: async () => {
        await close(gateway.server);
        gateway = await startGateway();
      },
      policiesInForce: async () => {},
      weaken: () => Promise.reject(new Error('it is weak from the start')),
    },
    [Symbol.asyncDispose]: async () => {
      await close(gateway.server);
      await close(engine);
    },
  };
}

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
