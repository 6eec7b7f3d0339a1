import { endedInTime } from '../src/judge/checks/ended-in-time.ts';
import { killedAtLimit } from '../src/judge/checks/killed-at-limit.ts';
import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimNeverRestarts } from '../src/judge/checks/victim-never-restarts.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import { victimSeenAlike } from '../src/judge/checks/victim-seen-alike.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'memory-hog',
  question:
    'A pod of one tenant takes memory without end. Is it stopped at its limit, and does nobody else notice?',
  control: 'memory limit of the container (LimitRange default, enforced by the kernel)',
  profiles: ['quick', 'nightly', 'certify'],
  needs: ['containers', 'memory-limits', 'gateway', 'node-pressure'],
  attack: { kind: 'memory-hog', ceilingTimesLimit: 2 },
  checks: [
    { check: killedAtLimit(), provesControl: true },
    { check: endedInTime(), provesControl: false },
    { check: victimNeverRestarts(), provesControl: false },
    { check: victimP99Ratio(), provesControl: false },
    { check: victimErrors(), provesControl: false },
    { check: victimSeenAlike(), provesControl: false },
  ],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    // Long enough that one stall of 80 ms, as the removal of a container may cause, is less than 1 % of the requests.
    windowSeconds: 10,
    // The pod starts in the guard; it grows, is killed and is cleaned up in the measured part.
    guardSeconds: 1.2,
    looksPairs: [4, 8, 24, 48, 96],
  },
  weaknesses: [
    {
      fixture: 'no-memory-limit',
      removes: 'no memory limit, neither as a default nor in the quota',
      design: { kind: 'single-shot', settleSeconds: 30, expectedSeconds: 6 },
    },
  ],
  cure: {
    usualCause: 'Containers that state no memory limit get none.',
    fix: 'Set `default.memory` in the LimitRange of the namespace, and `limits.memory` in its ResourceQuota.',
  },
};
