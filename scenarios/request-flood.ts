import { admittedWithinRate } from '../src/judge/checks/admitted-within-rate.ts';
import { refusalsExplained } from '../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import { victimSeenAlike } from '../src/judge/checks/victim-seen-alike.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'request-flood',
  question: 'One tenant sends twenty times the requests it was promised. Does another tenant wait longer?',
  control: 'requests-per-minute limiter and fair queue of the gateway',
  profiles: ['quick', 'nightly', 'certify'],
  needs: ['gateway'],
  attack: { kind: 'request-flood', timesPromisedRate: 20 },
  checks: [
    { check: victimP99Ratio(), provesControl: true },
    { check: victimErrors(), provesControl: false },
    { check: victimSeenAlike(), provesControl: false, needs: ['gateway-metrics'] },
    { check: admittedWithinRate(), provesControl: true },
    { check: refusalsExplained(), provesControl: false },
  ],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    windowSeconds: 6,
    guardSeconds: 0.7,
    looksPairs: [4, 8, 24, 48, 96],
  },
  weaknesses: [
    {
      fixture: 'limiter-off-fifo',
      removes: 'limiter off, first come first served',
      // Without the control the queue is full at the end of an attack window; the guard lets it drain. Two pairs are plenty
      // for a victim that waits a thousand times longer.
      design: {
        kind: 'paired-windows',
        warmUpSeconds: 3,
        windowSeconds: 4.4,
        guardSeconds: 2.3,
        looksPairs: [2, 4, 8],
      },
    },
  ],
  cure: {
    usualCause: 'Requests of all tenants wait in one queue, or the limiter counts per replica or not at all.',
    fix: "Set `limiter: gcra` and `queue: fair` in the gateway's configuration; in your own gateway a token bucket per tenant, and a fair queue behind it.",
  },
};
