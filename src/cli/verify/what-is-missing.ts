import type { Capability, Lacks } from '../../model/capability.ts';
import type { RunRecord } from '../../model/run-record.ts';
import type { Scenario } from '../../model/scenario.ts';

/** What a cluster or the stack on it can show, and why not the rest. */
export interface Offer {
  capabilities: ReadonlySet<Capability>;
  lacks?: Lacks;
}

/** What both have together, what each scenario lacks there, and why. What the stack cannot show, its cluster offers in vain. */
export function whatIsMissing(
  scenarios: readonly Scenario[],
  { cluster, stack }: Record<'cluster' | 'stack', Offer>,
): { has: ReadonlySet<Capability> } & Required<Pick<RunRecord, 'missing' | 'lacks'>> {
  const inVain = new Set(Object.keys(stack.lacks ?? {}) as Capability[]);
  const has = cluster.capabilities.union(stack.capabilities).difference(inVain);
  const lacking = scenarios.map(({ id, needs }): [string, Capability[]] => [
    id,
    needs.filter((need) => !has.has(need)),
  ]);
  const missing = Object.fromEntries(lacking.filter(([, needs]) => needs.length > 0));
  const told = new Set(Object.values(missing).flat());
  const reasons = Object.entries({ ...cluster.lacks, ...stack.lacks });
  const lacks = Object.fromEntries(reasons.filter(([capability]) => told.has(capability as Capability)));
  return { has, missing, lacks };
}
