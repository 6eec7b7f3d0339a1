import { answersAsExpected } from '../src/judge/checks/answers-as-expected.ts';
import { chargedForOwnRequests } from '../src/judge/checks/charged-for-own-requests.ts';
import { closedToOthers } from '../src/judge/checks/closed-to-others.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { scriptEnd, scriptPod } from '../src/model/script-pod.ts';
import type { TenantPromise } from '../src/model/stack-facts.ts';
import type { KubeManifest, LookStep, ObjectsStep, Step } from '../src/model/step.ts';

const platform = 'inference-system';

/**
 * Tries each address four times, a second apart, and says what came of it: an HTTP status, or why there was none. A pod
 * that has just started is let in a moment later, when the network knows its address.
 */
const ask = `
const ask = ({ url, ...request }) =>
  fetch(url, { ...request, signal: AbortSignal.timeout(2000) }).then(
    async (answer) => (await answer.text(), String(answer.status)),
    (error) => error.cause?.code ?? error.name);
(async () => {
  const addresses = Object.entries(JSON.parse(process.env.ADDRESSES));
  const said = Object.fromEntries(addresses.map(([name]) => [name, []]));
  for (let tries = 0; tries < 4; tries++) {
    if (tries > 0) await require('node:timers/promises').setTimeout(1000);
    for (const [name, address] of addresses) said[name].push(await ask(address));
  }
  require('node:fs').writeFileSync('/dev/termination-log', JSON.stringify(said));
})();
`;

const listen = `require('node:http').createServer((_, answer) => answer.end('mine')).listen(8000);`;

const asking = (name: string, addresses: object): KubeManifest =>
  scriptPod({ name, script: ask, labels: { hog: name }, env: { ADDRESSES: JSON.stringify(addresses) } });

/** A completion as the gateway asks the engine for it: whoever writes these headers is believed. */
const inHisName = ({ name, model, gpuPartitionBytes }: TenantPromise): object => ({
  method: 'POST',
  headers: {
    'x-tenant-id': name,
    'x-tenant-max-batch-size': '1',
    'x-tenant-memory-limit-bytes': String(gpuPartitionBytes),
  },
  body: JSON.stringify({ model, max_tokens: 4, messages: [{ role: 'user', content: 'let me in' }] }),
});

const creates = (id: string, as: 'victim' | 'aggressor', pod: KubeManifest): ObjectsStep => ({
  kind: 'objects',
  id,
  as,
  verb: 'create',
  atOnce: 1,
  objects: [pod],
});

/** The address of the only running pod with the label. */
const finds = (id: string, namespace: string, labelSelector: string): LookStep => ({
  kind: 'look',
  id,
  of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector },
  note: { phase: ['status', 'phase'], ip: ['status', 'podIP'] },
  until: { count: 1, note: 'phase', oneOf: ['Running'], withinSeconds: 20 },
});

const hears = (id: string, namespace: string, hog: string): LookStep => ({
  kind: 'look',
  id,
  of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: `hog=${hog}` },
  note: scriptEnd,
  until: { count: 1, note: 'phase', oneOf: ['Succeeded', 'Failed'], withinSeconds: 40 },
});

const counted = (id: string): Step => ({
  kind: 'reading',
  id,
  app: 'engine',
  by: 'tenant_id',
  queries: { requests: 'sum by (tenant_id) (engine_requests_total)' },
});

const victimsPod = { url: 'http://{{victims-pod.ip}}:8000/' };

export const scenario: Scenario = {
  id: 'direct-to-engine',
  question:
    "A pod of one tenant connects to the engine itself, in another's name and past every limit, and to a pod of that tenant. Is it answered?",
  control: 'NetworkPolicy: the engine is for gateway and Prometheus, a pod for its own namespace',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'network-policy', 'gateway'],
  attack: {
    kind: 'steps',
    steps: ({ victim, aggressor }) => [
      creates(
        'victim-listens',
        'victim',
        scriptPod({ name: 'listener', script: listen, labels: { hog: 'listener' } }),
      ),
      finds('victims-pod', victim.namespace, 'hog=listener'),
      finds('engine', platform, 'app=engine'),
      finds('gateway', platform, 'app=gateway'),
      { kind: 'policies-in-force', id: 'pods-are-guarded' },
      counted('before'),
      creates('friend', 'victim', asking('friend', { 'victims-pod': victimsPod })),
      hears('friend-said', victim.namespace, 'friend'),
      {
        ...creates(
          'intruder',
          'aggressor',
          asking('intruder', {
            gateway: { url: 'http://{{gateway.ip}}:8080/healthz' },
            engine: { url: 'http://{{engine.ip}}:9000/v1/chat/completions', ...inHisName(victim) },
            'victims-pod': victimsPod,
          }),
        ),
        hostile: true,
      },
      hears('intruder-said', aggressor.namespace, 'intruder'),
      {
        kind: 'completions',
        id: 'through-gateway',
        as: 'victim',
        count: 5,
        atOnce: 1,
        request: { promptTokens: 8, maxTokens: 4, distinct: true },
      },
      counted('after'),
    ],
  },
  checks: [
    {
      check: closedToOthers({
        id: 'engine-answers-no-tenant',
        objective: "A tenant's pod reaches the gateway, and not the engine behind it",
        step: 'intruder-said',
        closed: 'engine',
        open: 'gateway',
        control: 'through-gateway',
      }),
      provesControl: true,
    },
    {
      check: closedToOthers({
        id: 'pods-answer-no-neighbour',
        objective: "A tenant's pod reaches no pod of another tenant",
        step: 'intruder-said',
        closed: 'victims-pod',
        open: 'gateway',
        control: 'friend-said',
      }),
      provesControl: true,
    },
    {
      check: chargedForOwnRequests({ before: 'before', after: 'after', step: 'through-gateway' }),
      provesControl: true,
    },
    {
      check: answersAsExpected({
        id: 'gateway-reaches-engine',
        objective: 'What comes through the gateway is served',
        steps: ['through-gateway'],
        statuses: [200],
      }),
      provesControl: false,
    },
  ],
  design: { kind: 'single-shot', settleSeconds: 40 },
  weaknesses: [{ fixture: 'no-network-policy', removes: 'every pod connects to every pod' }],
  cure: {
    usualCause:
      'Without a NetworkPolicy every pod reaches every pod, and some pod networks take policies and enforce none.',
    fix: 'Apply a NetworkPolicy that lets only the gateway and Prometheus in to the engine, and one in each tenant that lets in its own pods alone, on a pod network that enforces them (Calico, Cilium, kube-router).',
  },
};
