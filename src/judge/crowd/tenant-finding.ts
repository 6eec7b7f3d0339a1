import type { Finding } from '../../model/check.ts';
import type { Verdict } from '../../model/report.ts';
import { count, number } from '../words.ts';

/** What is found of one tenant of many. */
export type TenantFinding = NonNullable<Verdict['tenants']>[number];

const severity: Record<TenantFinding['status'], number> = { breached: 0, inconclusive: 1, held: 2 };

/** Breached before undecided before held; of the same, the highest figure first; what has none comes last. */
const worstFirst = (tenants: readonly TenantFinding[]): TenantFinding[] =>
  tenants.toSorted(
    (a, b) =>
      severity[a.status] - severity[b.status] ||
      (b.measured ?? Number.NEGATIVE_INFINITY) - (a.measured ?? Number.NEGATIVE_INFINITY) ||
      (a.tenant < b.tenant ? -1 : 1),
  );

/** Breached if any tenant is, else undecided if any is, else held. */
const statusOf = (tenants: readonly TenantFinding[]): TenantFinding['status'] =>
  tenants.some(({ status }) => status === 'breached')
    ? 'breached'
    : tenants.every(({ status }) => status === 'held')
      ? 'held'
      : 'inconclusive';

/** What is found of all together; figures are those of the worst. @param tenants at least one, in any order */
export function findingOfAll(
  tenants: readonly TenantFinding[],
): Pick<Finding, 'status' | 'measured' | 'reason'> & Partial<Pick<Finding, 'interval' | 'tenants'>> {
  const sorted = worstFirst(tenants);
  const [worst] = sorted;
  if (!worst) return { status: 'inconclusive', measured: null, reason: 'no tenant was looked at' };
  const { tenant, measured, interval, reason } = worst;
  const figure = measured === null ? tenant : `${tenant} ${number(measured)}`;
  return {
    status: statusOf(sorted),
    measured,
    ...(interval ? { interval } : {}),
    reason: `of ${count(sorted.length, 'tenant')} ${statusCounts(sorted)}; worst: ${figure}, ${reason}`,
    tenants: sorted,
  };
}

/** `87 held, 2 inconclusive, 1 breached` */
function statusCounts(tenants: readonly TenantFinding[]): string {
  const amounts = (['held', 'inconclusive', 'breached'] as const).map(
    (wanted) => [tenants.filter(({ status }) => status === wanted).length, wanted] as const,
  );
  return amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${number(amount)} ${word}`)
    .join(', ');
}

/** The tenants with those of a status no longer believed, and why. */
export const disbelieved = (
  tenants: readonly TenantFinding[],
  status: TenantFinding['status'],
  cause: string,
): TenantFinding[] =>
  worstFirst(
    tenants.map((tenant) =>
      tenant.status === status
        ? {
            ...tenant,
            status: 'inconclusive',
            reason: `${cause}; not counted as ${status}: ${tenant.reason}`,
          }
        : tenant,
    ),
  );
