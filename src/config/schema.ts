import { z } from 'zod';
import { dangers } from '../model/capability.ts';
import { profiles } from '../model/profile.ts';
import { clusterChoices, loadPlaces } from '../model/settings.ts';

const rateRps = z
  .number()
  .gt(0, 'a rate of 0 measures nothing (to run without the attack, use --no-attack)')
  .lte(1000);

/** `tenantproof.yaml`; every key has a default. Unknown keys are refused. */
export const configSchema = z
  .strictObject({
    profile: z.enum(profiles),
    seed: z.int().min(0).max(0xffffffff),
    scenarios: z.array(z.string()),
    cluster: z.enum(clusterChoices),
    kindImage: z.string().min(1),
    kubeconfig: z.string().min(1),
    kubeContext: z.string().min(1),
    allow: z.array(z.enum(dangers)),
    attack: z.boolean(),
    crowd: z.strictObject({ tenants: z.int(), aggressors: z.int() }).partial(),
    victim: z.strictObject({ rateRps, stream: z.boolean() }).partial(),
    sham: z.boolean(),
    load: z.strictObject({ from: z.enum(loadPlaces), pods: z.int().min(1) }).partial(),
    objectives: z.array(z.string()),
    metrics: z
      .strictObject({
        pushgateway: z.string(),
        job: z.string().regex(/^\w[\w.-]*$/, 'a job is named with letters, digits and _ . -'),
      })
      .partial(),
    stopWhen: z.strictObject({ victimErrorRatio: z.number().gt(0).lte(1) }),
    windows: z.strictObject({ seconds: z.number().min(1).max(300) }).partial(),
    limits: z
      .strictObject({
        p99Ratio: z.number().gt(1, 'a ratio limit of 1 or less can never be shown to hold').lte(100),
        victimErrorRatio: z.number().min(0).lt(1),
      })
      .partial(),
  })
  .partial();

export type Config = z.infer<typeof configSchema>;
