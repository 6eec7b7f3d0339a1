import type { ArmRecord } from '../../model/observation.ts';
import { factsOf } from '../facts.ts';

/** Tokens that the gateway says it admitted of a tenant while the arm was played; undefined if either count is missing. */
export function gatewayTokens(record: ArmRecord, tenant: string): number | undefined {
  const counts = factsOf(record, 'gateway-count').filter((seen) => seen.tenant === tenant);
  const before = counts.find(({ moment }) => moment === 'before')?.tokensAdmitted;
  const after = counts.findLast(({ moment }) => moment === 'after')?.tokensAdmitted;
  return before === undefined || after === undefined ? undefined : after - before;
}
