import { UsageError } from '../../model/errors.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { AskedPromise, Target, TargetTenant } from '../../model/target.ts';

/**
 * What was not promised is not asked about. A victim under load keeps within its promises, so that its own do not count.
 * @throws UsageError `not-promised` or `not-comparable`
 */
export function refuseUnpromised({ id, outside }: Scenario, { tenants }: Target): void {
  const { asks = [], asksEveryTenant = false } = outside ?? {};
  const [victim, ...others] = tenants;
  const asked = asksEveryTenant ? tenants : others;
  if (!asked.some((tenant) => asks.every((what) => promiseOf(tenant, what) !== undefined))) {
    const promises = asks.map(pathOf).join(' and ');
    const [none, one] = asksEveryTenant
      ? ['no tenant', 'a tenant in target.tenants']
      : ['no tenant but the first', 'a tenant in target.tenants that is not the first'];
    throw new UsageError(`${id} asks about ${promises}, and ${none} has that`, {
      code: 'not-promised',
      hint: `Set ${promises} of ${one}, or leave ${id} out.`,
    });
  }
  const [aggressor] = others;
  if (!asks.includes('weight') || !victim || !aggressor || victim.model === aggressor.model) return;
  throw new UsageError(
    `${id} compares what two tenants get of the same engines, and ${victim.name} and ${aggressor.name} call different models`,
    {
      code: 'not-comparable',
      hint: `Let the first two of target.tenants call the same model, or leave ${id} out.`,
    },
  );
}

const promiseOf = ({ weight, promises }: TargetTenant, what: AskedPromise): unknown =>
  what === 'weight' ? weight : promises[what];

const pathOf = (what: AskedPromise): string => (what === 'weight' ? what : `promises.${what}`);
