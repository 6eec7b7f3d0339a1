import { UsageError } from '../model/errors.ts';
import type { SecretPlace, TargetPrometheus } from '../model/target.ts';
import { prometheusAddress } from './endpoint-address.ts';
import { present } from './present.ts';
import { readSecret } from './read-secret.ts';
import type { Config } from './schema.ts';

type Described = NonNullable<NonNullable<Config['target']>['prometheus']>;

/** The Prometheus of a target as its settings describe it. */
export function resolvePrometheus({ url, engine, selector, names = {}, token }: Described): TargetPrometheus {
  return {
    url: prometheusAddress(url),
    engine,
    ...present({ selector, token }),
    names: present(names),
  };
}

/**
 * Its bearer token. Secret.
 * @throws UsageError `no-token` naming the variable or file, never what is in it
 */
export const readToken = (place: SecretPlace, env: NodeJS.ProcessEnv): Promise<string> =>
  readSecret(place, {
    what: 'token',
    env,
    refuse: (why) =>
      new UsageError(`The token of Prometheus: ${why}`, {
        code: 'no-token',
        hint: 'Set target.prometheus.token to { env: VARIABLE } or { file: PATH } that holds one, or take it out.',
      }),
  });
