import type { CrowdSize } from '../model/crowd.ts';
import { UsageError } from '../model/errors.ts';
import type { Config } from './schema.ts';

/** More have not been tried on one node. */
export const mostTenants = 100;

/**
 * How many tenants there are to be: flag > file. Nobody runs away alone unless told otherwise: one aggressor.
 * @returns undefined if nothing was said
 * @throws UsageError `bad-crowd` with the valid range
 */
export function crowdSize(
  flags: { tenants?: string; aggressors?: string },
  file: Config['crowd'] = {},
): CrowdSize | undefined {
  const said = { tenants: flags.tenants ?? file.tenants, aggressors: flags.aggressors ?? file.aggressors };
  if (said.tenants === undefined && said.aggressors === undefined) return undefined;
  if (said.tenants === undefined)
    throw badCrowd(`${said.aggressors} aggressors of how many tenants is not said`);
  const tenants = wholeNumber('tenants', said.tenants);
  if (tenants < 2 || tenants > mostTenants) throw badCrowd(`${tenants} is not a number of tenants`);
  const aggressors = wholeNumber('aggressors', said.aggressors ?? 1);
  if (aggressors < 1 || aggressors >= tenants) {
    throw badCrowd(
      `${aggressors} of ${tenants} tenants can't be aggressors, since one at least is the victim`,
    );
  }
  return { tenants, aggressors };
}

function wholeNumber(what: string, value: string | number): number {
  const number = typeof value === 'number' ? value : /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw badCrowd(`'${value}' is not a whole number of ${what}`);
}

const badCrowd = (what: string): UsageError =>
  new UsageError(what, {
    code: 'bad-crowd',
    hint: `Give --tenants N, from 2 to ${mostTenants}, and --aggressors M, from 1 to N − 1 (or crowd: { tenants, aggressors } in tenantproof.yaml).`,
  });
