import { overShareRefused } from '../../src/judge/checks/over-share-refused.ts';
import { withinShareAdmitted } from '../../src/judge/checks/within-share-admitted.ts';
import type { Scenario, StepsAttack } from '../../src/model/scenario.ts';
import { promisedShare, type SharedResource } from '../../src/model/share.ts';
import { shareSteps } from '../../src/model/share-steps.ts';
import { unlimited } from '../../src/model/target.ts';

type Asked = Pick<Scenario, 'profiles' | 'needs' | 'attack' | 'checks' | 'design' | 'outside'>;

/** How a cluster is asked whether a tenant gets what it was promised of a resource, and no more. */
export function askedOfShare(resource: SharedResource): Asked {
  const attack: StepsAttack = {
    kind: 'steps',
    suits: (tenant) => promisedShare(tenant, resource) < unlimited,
    steps: ({ aggressor }) => shareSteps(resource, promisedShare(aggressor, resource)),
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
    outside: { asks: [resource], needs: ['pod-dry-run'], attack, checks },
  };
}
