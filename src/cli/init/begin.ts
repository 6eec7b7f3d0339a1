import { endpointFault } from '../../config/endpoint-address.ts';
import { UsageError } from '../../model/errors.ts';
import { missingAtFirst, missingFlags } from './missing.ts';
import { askEndpoint, askTenants } from './questions/ask-tenants.ts';
import type { Questions } from './questions/questions.ts';
import { tenantFromFlag } from './tenant-flag.ts';
import type { TenantDraft } from './tenant-draft.ts';

export interface Beginning {
  endpoint: string;
  /** Two at least, each with a place of its key. */
  tenants: TenantDraft[];
}

export interface BeginFlags {
  endpoint?: string;
  tenant?: readonly string[];
}

/**
 * What must be known before the endpoint can be looked at: from flags, and by asking if there is somebody to ask.
 * @throws UsageError `bad-endpoint`, `bad-tenant` or `missing-flags`
 */
export async function begin(
  flags: BeginFlags,
  questions: Questions | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Beginning> {
  const fault = flags.endpoint === undefined ? undefined : endpointFault(flags.endpoint);
  if (fault)
    throw new UsageError(`--endpoint: the address ${fault.fault}`, {
      code: 'bad-endpoint',
      hint: `${fault.cure}.`,
    });
  const said = (flags.tenant ?? []).map((text) => tenantFromFlag(text, env));
  refuseTwins(said);
  const missing = missingAtFirst(flags.endpoint, said);
  if (!questions && missing.length > 0) throw missingFlags(missing);
  if (!questions) return { endpoint: flags.endpoint ?? '', tenants: said };
  const endpoint = flags.endpoint ?? (await askEndpoint(questions));
  return { endpoint, tenants: await askTenants(questions, said, env) };
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
