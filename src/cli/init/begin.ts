import { endpointFault, prometheusFault } from '../../config/endpoint-address.ts';
import { UsageError } from '../../model/errors.ts';
import { missingAtFirst, missingFlags } from './missing.ts';
import { askEndpoint, askPrometheusAddress, askTenants } from './questions/ask-tenants.ts';
import type { Questions } from './questions/questions.ts';
import { tenantFromFlag } from './tenant-flag.ts';
import type { TenantDraft } from './tenant-draft.ts';

export interface Beginning {
  endpoint: string;
  /** Two at least, each with a place of its key. */
  tenants: TenantDraft[];
  /** Address of a Prometheus that scrapes the engines; absent if nobody named one. */
  prometheus?: string;
}

export interface BeginFlags {
  endpoint?: string;
  tenant?: readonly string[];
  prometheus?: string;
}

/**
 * What must be known before the endpoint can be looked at: from flags, and by asking if there is somebody to ask.
 * @throws UsageError `bad-endpoint`, `bad-prometheus`, `bad-tenant` or `missing-flags`
 */
export async function begin(
  flags: BeginFlags,
  questions: Questions | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Beginning> {
  refuseAddress('endpoint', flags.endpoint, endpointFault);
  refuseAddress('prometheus', flags.prometheus, prometheusFault);
  const said = (flags.tenant ?? []).map((text) => tenantFromFlag(text, env));
  refuseTwins(said);
  const missing = missingAtFirst(flags.endpoint, said);
  if (!questions && missing.length > 0) throw missingFlags(missing);
  refuseLoneWeights(said);
  if (!questions) {
    return { endpoint: flags.endpoint ?? '', tenants: said, ...named(flags.prometheus) };
  }
  const endpoint = flags.endpoint ?? (await askEndpoint(questions));
  const tenants = await askTenants(questions, said, env);
  return { endpoint, tenants, ...named(flags.prometheus ?? (await askPrometheusAddress(questions))) };
}

const named = (prometheus: string | undefined): Pick<Beginning, 'prometheus'> =>
  prometheus === undefined ? {} : { prometheus };

function refuseAddress(
  flag: 'endpoint' | 'prometheus',
  address: string | undefined,
  faultOf: typeof prometheusFault,
): void {
  const fault = address === undefined ? undefined : faultOf(address);
  if (!fault) return;
  throw new UsageError(`--${flag}: the address ${fault.fault}`, {
    code: `bad-${flag}`,
    hint: `${fault.cure}.`,
  });
}

function refuseTwins(tenants: readonly TenantDraft[]): void {
  const names = tenants.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin === undefined) return;
  throw new UsageError(`--tenant: ${twin} is told twice`, {
    code: 'bad-tenant',
    hint: 'Put all that there is to say of a tenant into one --tenant.',
  });
}

/** A share is relative to those of the others; nobody is asked for a weight. */
function refuseLoneWeights(tenants: readonly TenantDraft[]): void {
  const lacks = tenants.filter(({ weight }) => weight === undefined).map(({ name }) => name);
  if (lacks.length === tenants.length || (lacks.length === 0 && tenants.length > 1)) return;
  const who = lacks.length === 0 ? 'a second tenant' : lacks.join(' and ');
  throw new UsageError(`--tenant: ${who} must have a weight too`, {
    code: 'bad-tenant',
    hint: 'Tell the weight of every tenant, or of none: a share is relative to those of the others.',
  });
}
