import type { Verdict } from '../model/report.ts';
import { disbelieved } from './crowd/tenant-finding.ts';
import { holm } from './statistics/holm.ts';
import { number } from './words.ts';

/**
 * Of many objectives tried at once some look breached by chance, so a breach found by statistics must survive Holm's
 * correction over all of them. A pass needs every objective, so that it needs no correction; exact counts need none either.
 */
export function correctForMany(verdicts: readonly Verdict[], errorBreached: number): Verdict[] {
  const tried = verdicts.filter(({ arm, pValue }) => arm === 'protected' && pValue !== undefined);
  const adjusted = holm(tried.map(({ pValue }) => pValue ?? 1));
  const adjustedOf = new Map(tried.map(({ id }, index) => [id, adjusted[index] ?? 1]));
  return verdicts.map((verdict): Verdict => {
    const p = adjustedOf.get(verdict.id);
    if (verdict.status !== 'breached' || p === undefined || p <= errorBreached) return verdict;
    const { reason, evidence, tenants } = verdict;
    const doubt = `alone it would be a breach, but of ${number(tried.length)} objectives one looks so by chance with probability ${p.toPrecision(2)}`;
    return {
      ...verdict,
      status: 'inconclusive',
      reason: doubt,
      ...(tenants ? { tenants: disbelieved(tenants, 'breached', doubt) } : {}),
      evidence: [...evidence, `Not counted as breached: ${reason}`],
    };
  });
}
