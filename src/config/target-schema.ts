import { z } from 'zod';
import { endpointFault, endpointPattern } from './endpoint-address.ts';
import { prometheusSchema } from './prometheus-schema.ts';
import { secretPlaces } from './secret-places.ts';
import { setting } from './setting.ts';

const name = z.string().min(1);

const keySource = z.union(
  [
    ...secretPlaces('key'),
    setting(name, 'The key itself: it draws a warning, for this file is no place for a secret.'),
  ],
  { error: 'must be { env: VARIABLE } or { file: PATH }' },
);

const promises = z.strictObject({
  requestsPerMinute: setting(
    z.number().gt(0),
    'Requests per minute that the platform admits of this tenant.',
  ),
  burstRequests: setting(
    z.int().min(1),
    'Requests that may arrive at once above the sustained rate. By default those of a whole minute.',
  ).optional(),
  tokensPerMinute: setting(z.number().gt(0), 'Tokens per minute, of prompts and answers.').optional(),
  concurrentRequests: setting(z.int().min(1), 'Requests that may be open at the same time.').optional(),
});

/** What a tenant may be called. */
export const tenantNamePattern = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const tenant = z.strictObject({
  name: setting(
    z.string().regex(tenantNamePattern, 'a tenant is named with small letters, digits and -'),
    'What reports call the tenant.',
  ),
  key: setting(keySource, "Where the tenant's API key is read from."),
  model: setting(name, 'Model that the tenant calls.'),
  promises: setting(promises, 'What the platform promised this tenant; what is absent is not asked about.'),
});

/** A stack that is not ours. */
export const targetSchema = z
  .strictObject({
    endpoint: setting(
      z.string().superRefine((text, context) => {
        const fault = endpointFault(text);
        if (fault) context.addIssue(`the address ${fault.fault}; ${fault.cure}`);
      }),
      'Base address of an OpenAI-compatible gateway, which must be given. Nothing else is ever called, save prometheus.url.',
    ).meta({ pattern: endpointPattern }),
    tenants: setting(
      z.array(tenant).min(2),
      'Tenants: there must be two at least, and the first is the victim.',
    ),
    prometheus: setting(
      prometheusSchema,
      'Prometheus that scrapes the engines; it is asked for their own figures, which can show that an attack was felt. By default none.',
    ).optional(),
  })
  .refine(({ tenants }) => new Set(tenants.map(({ name }) => name)).size === tenants.length, {
    path: ['tenants'],
    error: 'two tenants have the same name; give each its own',
  });

/** What may be sent to a target. */
export const budgetSchema = z
  .strictObject({
    requests: setting(
      z.int().min(1),
      'Most requests that a run sends, also if it is interrupted and started again.',
      50_000,
    ),
    tokens: setting(
      z.int().min(1),
      'Most tokens that they ask for, prompts and answers together.',
      5_000_000,
    ),
    rateRps: setting(z.number().gt(0).lte(10_000), 'Most requests per second, of all tenants together.', 100),
  })
  .partial();
