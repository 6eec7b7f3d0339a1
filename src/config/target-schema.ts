import { z } from 'zod';
import type { SharedResource } from '../model/share.ts';
import { endpointFault, endpointPattern } from './endpoint-address.ts';
import { prometheusSchema } from './prometheus-schema.ts';
import { secretPlaces } from './secret-places.ts';
import { setting } from './setting.ts';

const name = z.string().min(1);

const memoryWords = 'must be an amount of memory above 0, as in 64Gi';

const keySource = z.union(
  [
    ...secretPlaces('key'),
    setting(name, 'The key itself: it draws a warning, for this file is no place for a secret.'),
  ],
  { error: 'must be { env: VARIABLE } or { file: PATH }' },
);

/** A Kubernetes quantity of bytes, above 0. */
export const memoryPattern = /^(?!0+(\.0+)?[A-Za-z]*$)\d{1,12}(\.\d{1,6})?(Ki|Mi|Gi|Ti|Pi|k|M|G|T|P)?$/;

const memoryAmount = z.string({ error: memoryWords }).regex(memoryPattern, memoryWords);

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
  gpus: setting(
    z.int().min(0),
    "GPUs (nvidia.com/gpu) that the pods of the tenant's namespace may hold together. It takes namespace and target.cluster.",
  ).optional(),
  memory: setting(
    memoryAmount,
    "What the memory limits of the pods in the tenant's namespace may come to together, as in 64Gi. It takes namespace and target.cluster.",
  ).optional(),
});

/** What a tenant may be called. */
export const tenantNamePattern = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** A DNS label of RFC 1123, as Kubernetes asks for. */
export const namespacePattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const tenant = z.strictObject({
  name: setting(
    z.string().regex(tenantNamePattern, 'a tenant is named with small letters, digits and -'),
    'What reports call the tenant.',
  ),
  key: setting(keySource, "Where the tenant's API key is read from."),
  model: setting(name, 'Model that the tenant calls.'),
  namespace: setting(
    z.string().regex(namespacePattern, 'a namespace is named with small letters, digits and -'),
    "The tenant's namespace in target.cluster.",
  ).optional(),
  weight: setting(
    z.number().gt(0),
    'Share of contended engines that the tenant is promised, relative to the other tenants; what is absent is not asked about. Set it of every tenant, or of none.',
  ).optional(),
  promises: setting(promises, 'What the platform promised this tenant; what is absent is not asked about.'),
});

/** Promises of what a namespace has in a cluster. */
const sharePromises: readonly SharedResource[] = ['gpus', 'memory'];

const cluster = z
  .strictObject({
    kubeconfig: setting(name, 'Kubeconfig file. By default that of the environment variable KUBECONFIG.'),
    context: setting(name, 'Context of that file. By default its current context.'),
  })
  .partial();

/** A stack that is not ours. */
export const targetSchema = z
  .strictObject({
    endpoint: setting(
      z.string().superRefine((text, context) => {
        const fault = endpointFault(text);
        if (fault) context.addIssue(`the address ${fault.fault}; ${fault.cure}`);
      }),
      'Base address of an OpenAI-compatible gateway, which must be given. Nothing else is ever called, save prometheus.url and the API server of cluster.',
    ).meta({ pattern: endpointPattern }),
    cluster: setting(
      cluster,
      'Cluster behind the endpoint, whose API server is asked what it would say to pods of the tenants. Nothing is made in it.',
    ).optional(),
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
  })
  .superRefine(({ cluster, tenants }, context) => {
    for (const [index, { promises, namespace }] of tenants.entries()) {
      const lacks = [
        ...(namespace === undefined ? ['namespace of this tenant'] : []),
        ...(cluster === undefined ? ['target.cluster, which may be {}'] : []),
      ];
      const promise = sharePromises.find((one) => promises[one] !== undefined);
      if (promise === undefined || lacks.length === 0) continue;
      context.addIssue({
        code: 'custom',
        path: ['tenants', index, 'promises', promise],
        message: `what a namespace may have is asked of its cluster; set ${lacks.join(' and ')}, or take it out`,
      });
    }
  })
  .superRefine(({ tenants }, context) => {
    const index = tenants.findIndex(({ weight }) => weight !== undefined);
    const lacks = tenants.filter(({ weight }) => weight === undefined).map(({ name }) => name);
    if (index === -1 || lacks.length === 0) return;
    context.addIssue({
      code: 'custom',
      path: ['tenants', index, 'weight'],
      message: `a share is relative to those of the other tenants; set weight of ${lacks.join(' and ')} too, or take it out`,
    });
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
