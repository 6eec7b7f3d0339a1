import { z } from 'zod';
import { capabilities } from './capability.ts';
import { profiles } from './profile.ts';

export const statuses = ['held', 'breached', 'inconclusive', 'not-verified'] as const;
export type Status = (typeof statuses)[number];

const interval = z.object({
  low: z.number(),
  high: z.number(),
  confidence: z.number().gt(0).lt(1),
});

const estimate = z
  .object({
    scale: z.enum(['log', 'linear']).describe('log: of the natural logarithm of `measured`'),
    mean: z.number(),
    standardError: z.number().nonnegative(),
    degreesOfFreedom: z.number().positive(),
  })
  .describe('What `compare` needs to tell a change from noise.');

const tenant = z
  .object({
    tenant: z.string(),
    status: z.enum(['held', 'breached', 'inconclusive']),
    measured: z.number().nullable(),
    interval: interval.optional(),
    samples: z.number().int().nonnegative().optional(),
    reason: z.string(),
  })
  .describe('What was found of one tenant; figures are in the unit of the verdict.');

const blame = z
  .object({
    control: z.string().describe('The mechanism that failed.'),
    usualCause: z.string(),
    fix: z.string().describe('The setting or manifest that mends it.'),
    reproduce: z.string().describe('The command that plays just this scenario again.'),
  })
  .describe('Of a breach: what failed, and what to do about it.');

const verdict = z.object({
  id: z.string().describe('<scenario>/protected/<check> or <scenario>/weakened-<weakness>/<check>'),
  scenario: z.string(),
  arm: z.enum(['protected', 'weakened']),
  weakness: z
    .string()
    .optional()
    .describe('What was removed in a weakened arm: a folder under k8s-fixtures/weaknesses.'),
  objective: z.string().describe('What is promised, in plain words.'),
  status: z.enum(statuses),
  measured: z.number().nullable().describe('null if nothing could be measured'),
  limit: z.number().nullable(),
  unit: z.string(),
  interval: interval.optional(),
  samples: z.number().int().nonnegative().optional(),
  estimate: estimate.optional(),
  pValue: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Chance of a figure this bad if the objective were met, over all looks.'),
  reason: z.string().describe('One line that says why this status: of a breach, the evidence.'),
  notPlayed: z
    .literal(true)
    .optional()
    .describe(
      'Present where the arm was never played, e.g. because the run ended before it; then inconclusive.',
    ),
  evidence: z.array(z.string()),
  control: z
    .literal('not-exercised')
    .optional()
    .describe(
      'Present where a promise held on a platform that is not ours: its control was not removed, so nobody has seen this check break there.',
    ),
  tenants: z
    .array(tenant)
    .optional()
    .describe(
      'Where many tenants take part: each of them, worst first. The figures of the verdict are those of the worst.',
    ),
  blame: blame.optional(),
});

const summary = z.object({
  held: z.number().int(),
  breached: z.number().int(),
  inconclusive: z.number().int(),
  notVerified: z.number().int(),
  controlsCaught: z.number().int().describe('Weakened arms that broke, as they must.'),
  controlsMissed: z
    .number()
    .int()
    .describe('Weakened arms that did not break: the checks cannot be trusted.'),
  controlsNotPlayed: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Weakened arms that were never played, neither caught nor missed; absent if there are none.'),
});

/** `report.json`. Counts of statuses are over the protected arms; weakened arms count as caught, missed or not played. */
export const reportSchema = z.object({
  schemaVersion: z.literal(1),
  run: z.object({
    id: z.string(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    profile: z.enum(profiles),
    seed: z.number().int(),
    cluster: z
      .object({
        kind: z.enum(['embedded', 'kind', 'existing']),
        kubernetesVersion: z.string(),
        capabilities: z.array(z.enum(capabilities)),
      })
      .optional()
      .describe('Present if the run was played on the reference stack.'),
    endpoint: z
      .string()
      .optional()
      .describe('Address of the platform, if the run was played on one that is not ours.'),
    tool: z.object({ version: z.string() }),
    endedEarly: z
      .string()
      .optional()
      .describe('Why the run ended before everything was played, e.g. an interruption or a lost cluster.'),
    interrupted: z
      .literal(true)
      .optional()
      .describe('Present if whoever ran it ended it; the exit code is then 105, whatever the verdicts are.'),
  }),
  verdicts: z.array(verdict),
  summary,
});

export type Report = z.infer<typeof reportSchema>;
export type Verdict = z.infer<typeof verdict>;
export type Summary = z.infer<typeof summary>;
export type RunFacts = Report['run'];
