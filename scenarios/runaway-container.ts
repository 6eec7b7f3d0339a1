import { cpuWithinLimit } from '../src/judge/checks/cpu-within-limit.ts';
import { threadsBounded } from '../src/judge/checks/threads-bounded.ts';
import { victimNeverRestarts } from '../src/judge/checks/victim-never-restarts.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { scriptEnd, scriptPod } from '../src/model/script-pod.ts';
import type { LookStep } from '../src/model/step.ts';

/** Spins on four threads for some seconds and says how much processor time it had. */
const spin = `
const { Worker } = require('node:worker_threads');
const wantedCores = 4;
const began = performance.now();
const ends = Array.from({ length: wantedCores }, () =>
  new Promise((resolve) => new Worker('const end = Date.now() + 6000; while (Date.now() < end);', { eval: true }).on('exit', resolve)));
Promise.all(ends).then(() => {
  const { user, system } = process.cpuUsage();
  const cpuSeconds = (user + system) / 1e6;
  const wallSeconds = (performance.now() - began) / 1000;
  require('node:fs').writeFileSync('/dev/termination-log', JSON.stringify({ cpuSeconds, wallSeconds, wantedCores }));
});
`;

/** Starts as many threads as UV_THREADPOOL_SIZE says at its first call of the file system; if the kernel refuses one, libuv gives up. */
const startThreads = `
const fs = require('node:fs');
fs.stat('/', () => {
  const threads = fs.readdirSync('/proc/self/task').length;
  fs.writeFileSync('/dev/termination-log', JSON.stringify({ threads }));
});
`;

const threads = (name: string, count: number): ReturnType<typeof scriptPod> =>
  scriptPod({
    name,
    script: startThreads,
    labels: { hog: name },
    env: { UV_THREADPOOL_SIZE: String(count) },
  });

const end = (id: string, namespace: string, hog: string): LookStep => ({
  kind: 'look',
  id,
  of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: `hog=${hog}` },
  note: scriptEnd,
  until: { count: 1, note: 'phase', oneOf: ['Succeeded', 'Failed'], withinSeconds: 40 },
});

export const scenario: Scenario = {
  id: 'runaway-container',
  question:
    'A container of one tenant spins on every processor, and another starts threads without end. Does it get more than it was promised?',
  control: "CPU limit (LimitRange default, enforced by the kernel) and the kubelet's podPidsLimit",
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'node-pressure'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace } }) => [
      {
        kind: 'objects',
        id: 'spinner',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [scriptPod({ name: 'spinner', script: spin, labels: { hog: 'spinner' } })],
      },
      end('spinner-ended', namespace, 'spinner'),
      {
        kind: 'objects',
        id: 'thread-hogs',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        // libuv starts no more than 1024.
        objects: [threads('few-threads', 256), threads('many-threads', 1024)],
      },
      end('few-ended', namespace, 'few-threads'),
      end('many-ended', namespace, 'many-threads'),
    ],
  },
  checks: [
    { check: cpuWithinLimit('spinner-ended'), provesControl: true },
    { check: threadsBounded({ few: 'few-ended', many: 'many-ended' }), provesControl: false },
    { check: victimNeverRestarts(), provesControl: false },
  ],
  design: { kind: 'single-shot', settleSeconds: 60, expectedSeconds: 11 },
  weaknesses: [{ fixture: 'no-cpu-limit', removes: 'no CPU limit, neither as a default nor in the quota' }],
  cure: {
    usualCause:
      'The LimitRange sets requests and no limits, and podPidsLimit of the kubelet is unlimited by default.',
    fix: 'Set `default: {cpu: …}` in the LimitRange, `limits.cpu` in the ResourceQuota, and `podPidsLimit` in the configuration of the kubelet.',
  },
};
