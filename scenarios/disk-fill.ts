import { evictedAtDiskLimit } from '../src/judge/checks/evicted-at-disk-limit.ts';
import { victimNeverRestarts } from '../src/judge/checks/victim-never-restarts.ts';
import type { Scenario } from '../src/model/scenario.ts';
import { scriptEnd, scriptPod } from '../src/model/script-pod.ts';

/** The kubelet looks every ten seconds, at figures that are up to ten seconds old. */
const holdSeconds = 40;

const fill = (bytes: number): string => `
const fs = require('node:fs');
const file = fs.openSync('/filling', 'w');
const block = Buffer.alloc(4 * 2 ** 20, 1);
let keptBytes = 0;
while (keptBytes < ${bytes}) keptBytes += fs.writeSync(file, block);
setTimeout(() => fs.writeFileSync('/dev/termination-log', JSON.stringify({ keptBytes })), ${1000 * holdSeconds});
`;

export const scenario: Scenario = {
  id: 'disk-fill',
  question: "A container of one tenant fills the node's disk. Is it put out once it has more than its share?",
  control: 'ephemeral-storage limit (LimitRange default, enforced by the kubelet)',
  profiles: ['nightly', 'certify'],
  needs: ['containers', 'node-pressure'],
  attack: {
    kind: 'steps',
    steps: ({ aggressor: { namespace, containerDiskLimitBytes } }) => [
      {
        kind: 'objects',
        id: 'filler',
        hostile: true,
        as: 'aggressor',
        verb: 'create',
        atOnce: 1,
        objects: [
          scriptPod({
            name: 'filler',
            script: fill(2 * containerDiskLimitBytes),
            labels: { hog: 'filler' },
            asRoot: true,
          }),
        ],
      },
      {
        kind: 'look',
        id: 'filler-ended',
        of: { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: 'hog=filler' },
        note: scriptEnd,
        until: { count: 1, note: 'phase', oneOf: ['Succeeded', 'Failed'], withinSeconds: holdSeconds + 20 },
      },
    ],
  },
  checks: [
    { check: evictedAtDiskLimit('filler-ended'), provesControl: true },
    { check: victimNeverRestarts(), provesControl: false },
  ],
  design: { kind: 'single-shot', settleSeconds: holdSeconds + 20, expectedSeconds: 11 },
  weaknesses: [
    {
      fixture: 'no-ephemeral-limit',
      removes: "no limit for the node's disk, neither as a default nor in the quota",
      design: { kind: 'single-shot', settleSeconds: holdSeconds + 20, expectedSeconds: holdSeconds + 3 },
    },
  ],
  cure: {
    usualCause:
      'Nobody set ephemeral-storage: a container may then fill the disk until the node itself evicts whatever it likes.',
    fix: 'Set `default: {ephemeral-storage: …}` in the LimitRange and `limits.ephemeral-storage` in the ResourceQuota of the tenant.',
  },
};
