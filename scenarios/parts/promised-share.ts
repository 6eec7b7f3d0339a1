import { overShareRefused } from '../../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../../src/judge/checks/within-share-admitted.ts';
import type { Scenario, StepsAttack } from '../../src/model/scenario.ts';
import type { SharedResource } from '../../src/model/share.ts';
import { shareSteps } from '../../src/model/share-steps.ts';

type Asked = Pick<Scenario, 'profiles' | 'needs' | 'attack' | 'checks' | 'design' | 'outside'>;

/** How a cluster is asked whether each tenant gets what it was promised of a resource, and no more. */
export function askedOfShare(resource: SharedResource): Asked {
  const attack: StepsAttack = {
    kind: 'steps',
    steps: ({ facts }) => shareSteps(resource, facts.tenants),
  };
  const checks = [
    { check: overShareRefused(resource), provesControl: true },
    { check: withinShareAdmitted(resource), provesControl: false },
  ];
  return {
    profiles: ['nightly', 'certify'],
    needs: ['quota'],
    attack,
    checks,
    design: { kind: 'single-shot', settleSeconds: 10, expectedSeconds: 1 },
    outside: { asks: [resource], asksEveryTenant: true, needs: ['pod-dry-run'], attack, checks },
  };
}
