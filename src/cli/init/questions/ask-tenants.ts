import { baseAddress, endpointFault, prometheusFault } from '../../../config/endpoint-address.ts';
import { tenantNamePattern } from '../../../config/target-schema.ts';
import { fileCure, keyFile, keyVariable, usualVariable, variableCure } from '../key-place.ts';
import type { SecretPlace } from '../../../model/target.ts';
import type { TenantDraft } from '../tenant-draft.ts';
import type { Questions, Taken } from './questions.ts';

export const askEndpoint = (questions: Questions): Promise<string> =>
  questions.ask({ text: 'Address of the gateway, as https://llm.example.com', take: addressTaken });

/** The same if nothing answered; Enter keeps it. Gives a base address. */
export const askEndpointAgain = async (questions: Questions, before: string): Promise<string> =>
  baseAddress(
    await questions.ask({ text: 'Another address (Enter keeps it)', byDefault: before, take: addressTaken }),
  );

function addressTaken(answer: string): Taken<string> {
  const fault = endpointFault(answer);
  return fault ? { fault: `The address ${fault.fault}; ${fault.cure}` } : { value: answer };
}

/** Undefined if there is none. */
export const askPrometheusAddress = (questions: Questions): Promise<string | undefined> =>
  questions.ask({
    text: 'Prometheus that scrapes the engines, as http://prometheus:9090',
    byDefault: 'none',
    take: (answer) => {
      if (answer === 'none') return { value: undefined };
      const fault = prometheusFault(answer);
      return fault ? { fault: `The address ${fault.fault}; ${fault.cure}` } : { value: answer };
    },
  });

const usualNames = ['team-a', 'team-b'];

/** Asks for tenants until there are two and no more are wanted. */
export async function askTenants(
  questions: Questions,
  said: readonly TenantDraft[],
  env: NodeJS.ProcessEnv,
): Promise<TenantDraft[]> {
  const tenants = [...said];
  while (tenants.length < usualNames.length) tenants.push(await askTenant(questions, tenants, env));
  return tenants;
}

async function askTenant(
  questions: Questions,
  before: readonly TenantDraft[],
  env: NodeJS.ProcessEnv,
): Promise<TenantDraft> {
  const usual = usualNames[before.length] ?? '';
  const name = await questions.ask({
    text: before.length === 0 ? 'Tenant that must not suffer' : 'Tenant that will run away',
    byDefault: usual,
    take: (answer) => nameTaken(answer, before),
  });
  const key = await questions.ask({
    text: `Environment variable with the API key of ${name} (or @FILE)`,
    byDefault: usualVariable(name),
    take: (answer) => keyTaken(answer, env),
  });
  return { name, key, promises: {} };
}

function nameTaken(answer: string, before: readonly TenantDraft[]): Taken<string> {
  if (!tenantNamePattern.test(answer)) return { fault: 'A tenant is named with small letters, digits and -' };
  if (before.some(({ name }) => name === answer)) return { fault: 'That is the other tenant: name another' };
  return { value: answer };
}

function keyTaken(answer: string, env: NodeJS.ProcessEnv): Taken<SecretPlace> {
  const isFile = answer.startsWith('@');
  const key = isFile ? keyFile(answer.slice(1)) : keyVariable(answer, env);
  return key ? { value: key } : { fault: `This ${isFile ? fileCure : variableCure}` };
}
