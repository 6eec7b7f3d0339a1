import type { Share } from './scheduler.ts';
import type { EngineSettings } from './settings.ts';

type Charge = Pick<Share, 'tenant' | 'model' | 'ms'>;

export interface EndedStep {
  ms: number;
  /** Of the sequences in it; never empty. */
  shares: readonly Share[];
  /** All tenants that the GPU knows, busy or idle. */
  tenants: readonly string[];
}

/** Who is charged how much of a step. */
export function chargedShares(
  metering: EngineSettings['COMPUTE_METERING'],
  { ms, shares, tenants }: EndedStep,
): readonly Charge[] {
  if (metering === 'per-tenant') return shares;
  return tenants.flatMap((tenant) => {
    const model = (shares.find((share) => share.tenant === tenant) ?? shares[0])?.model;
    return model === undefined ? [] : [{ tenant, model, ms }];
  });
}
