import { onlyTheOpenAnswers } from '../src/judge/checks/only-the-open-answers.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { scriptEnd, scriptPod } from '../src/model/script-pod.ts';

/** Asks both by the names that every pod of the cluster knows, and says what each answered: an HTTP status, or why not. */
const connect = `
const ask = (url) => fetch(url, { signal: AbortSignal.timeout(3000) }).then(
  (answer) => String(answer.status),
  (error) => error.cause?.code ?? error.name);
Promise.all([
  ask('http://gateway.inference-system.svc:8080/healthz'),
  ask('http://engine.inference-system.svc:9000/healthz'),
]).then(([open, closed]) =>
  require('node:fs').writeFileSync('/dev/termination-log', JSON.stringify({ open, closed })));
`;

export const scenario: Scenario = {
  id: 'cross-tenant-connection',
  question:
    'A pod of a tenant connects to the engine itself, past the gateway and all of its limits. Is it answered?',
  control: 'NetworkPolicy: the engine is reached from the gateway alone',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'network-policy', 'gateway'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace } }) => [
      {
        kind: 'objects',
        id: 'intruder',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [scriptPod({ name: 'intruder', script: connect, labels: { hog: 'intruder' } })],
      },
      {
        kind: 'look',
        id: 'intruder-ended',
        of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'hog=intruder' },
        note: scriptEnd,
        until: { count: 1, note: 'phase', oneOf: ['Succeeded', 'Failed'], withinSeconds: 30 },
      },
    ],
  },
  checks: [{ check: onlyTheOpenAnswers('intruder-ended'), provesControl: true }],
  design: { kind: 'single-shot', settleSeconds: 30 },
  weaknesses: [{ fixture: 'no-network-policy', removes: 'every pod connects to every pod' }],
  cure: {
    usualCause: 'Without a NetworkPolicy every pod reaches every pod, and some pod networks ignore policies.',
    fix: 'Apply a NetworkPolicy that lets only the gateway and Prometheus in to the engine, on a pod network that enforces it.',
  },
};
