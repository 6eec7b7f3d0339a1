import { admittedWithinRate } from '../src/judge/checks/admitted-within-rate.ts';
import { refusalsCheap } from '../src/judge/checks/refusals-cheap.ts';
import { refusalsExplained } from '../src/judge/checks/refusals-explained.ts';
import { victimErrors } from '../src/judge/checks/victim-errors.ts';
import { victimP99Ratio } from '../src/judge/checks/victim-p99-ratio.ts';
import type { Scenario } from '../src/model/scenario.ts';

export const scenario: Scenario = {
  id: 'retry-storm',
  question:
    'A client ignores Retry-After and sends large requests again and again, twenty-five times what it was promised. Does turning it away cost next to nothing?',
  control: 'early refusal by the gateway, from the headers, before the body is read',
  profiles: ['nightly', 'certify'],
  needs: ['gateway'],
  attack: {
    kind: 'request-flood',
    timesPromisedRate: 25,
    // 31 KB of JSON each, and no more tokens than the reference request.
    request: { promptTokens: 16, maxTokens: 6, emptyParts: 1200 },
  },
  checks: [
    { check: victimP99Ratio(), provesControl: false },
    { check: victimErrors(), provesControl: false },
    { check: refusalsCheap(), provesControl: true, needs: ['gateway-metrics'] },
    { check: refusalsExplained(), provesControl: false },
    { check: admittedWithinRate(), provesControl: false },
  ],
  design: {
    kind: 'paired-windows',
    warmUpSeconds: 6,
    windowSeconds: 6,
    guardSeconds: 0.7,
    looksPairs: [12, 24, 48, 96],
  },
  weaknesses: [
    {
      fixture: 'refusal-after-body',
      removes: 'a refused request is read, parsed and queued before the limits are looked at',
      design: {
        kind: 'paired-windows',
        warmUpSeconds: 3,
        windowSeconds: 6,
        guardSeconds: 1.5,
        looksPairs: [24],
      },
    },
  ],
  cure: {
    usualCause:
      'The limiter sits behind the parser or the queue, so that refusing costs almost what serving does.',
    fix: "Set `refusals: from-headers` in the gateway's configuration; in your own gateway put the limiter before whatever reads the body.",
  },
};
