import { UsageError } from '../../model/errors.ts';
import type { EndpointLook, TenantLook } from './look/endpoint-look.ts';
import { wordOfPromise } from './tenant-flag.ts';
import type { TenantDraft } from './tenant-draft.ts';

/** What flags must say before anything can be looked at. */
export function missingAtFirst(
  endpoint: string | undefined,
  tenants: readonly Pick<TenantDraft, 'name'>[],
): string[] {
  const few = [
    '--tenant NAME,rpm=N (the victim, and one that runs away)',
    '--tenant NAME,rpm=N (a second one)',
  ];
  return [...(endpoint === undefined ? ['--endpoint URL'] : []), ...few.slice(tenants.length)];
}

/** Models that flags must name, since the endpoint offers none or several. */
export const missingModels = (tenants: readonly TenantDraft[], { tenants: looks }: EndpointLook): string[] =>
  tenants.flatMap(({ name, model }) => {
    if (model) return [];
    const { models = [] } = looks.find((look) => look.name === name) ?? {};
    const choices = models.length === 0 ? 'the endpoint lists none' : `one of ${models.join(', ')}`;
    return [`--tenant ${name},model=NAME (${choices})`];
  });

/** Rates that flags must say, since no header did. */
export const missingRates = (tenants: readonly TenantDraft[], { tenants: looks }: EndpointLook): string[] =>
  tenants.flatMap(({ name, promises }) =>
    promises.requestsPerMinute
      ? []
      : [
          `--tenant ${name},${wordOfPromise('requestsPerMinute')}=N (requests per minute that it was promised; ${headersSay(looks.find((look) => look.name === name))})`,
        ],
  );

function headersSay(look: TenantLook | undefined): string {
  const limit = look?.limits.windowless.requests;
  return limit === undefined ? 'no header tells' : `headers say ${limit}, and not of how long`;
}

/** One message for all that is missing. */
export const missingFlags = (missing: readonly string[], troubles: readonly string[] = []): UsageError =>
  new UsageError(
    ['These flags are missing, and there is nobody to ask:', ...missing, ...heading(troubles)].join('\n  '),
    {
      code: 'missing-flags',
      hint: 'Nothing was written. tenantproof init --help has an example; on a terminal it asks instead.',
    },
  );

const heading = (troubles: readonly string[]): string[] =>
  troubles.length === 0 ? [] : ['Nothing more could be seen:', ...troubles];
