import { z } from 'zod';

/** Without the noise of binary fractions: 1 - 0.99 is 0.01. */
export const exact = (share: number): number => Number(share.toFixed(12));

/** OpenSLO has other values too: they are refused by name. */
const only = (valid: string): z.ZodType<string> =>
  z.string(`must be ${valid}`).refine((value) => value === valid, {
    error: ({ input }) => `'${String(input)}' cannot be judged here; must be ${valid}`,
  });

/** A key that OpenSLO has and that cannot be honoured. */
const refused = (instead: string): z.ZodOptional<z.ZodNever> => z.never(instead).optional();

const words = z
  .string()
  .transform((text) => text.replaceAll(/\s+/g, ' ').trim())
  .pipe(z.string().min(1, 'says nothing'))
  .optional();

/** Tells an SLO from other kinds, before its shape is asked about. */
export const headerSchema = z.object({ apiVersion: only('openslo/v1'), kind: only('SLO') });

const metadata = z.strictObject({
  name: z
    .string('needs a name')
    .regex(
      /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
      'must be a name of lower-case letters, digits and inner hyphens, at most 63 characters',
    ),
  displayName: words,
  labels: z.unknown().optional(),
  annotations: z.unknown().optional(),
});

const metric = <T extends z.ZodType>(spec: T) =>
  z.strictObject({
    metricSource: z.strictObject({
      metricSourceRef: refused('there are no data sources here; use type: tenantproof'),
      type: only('tenantproof'),
      spec,
    }),
  });

const counted = refused('give good or bad, and total');
const oneWhole = refused('composite objectives cannot be judged here; write an SLO for each');
const noSlices = refused('only Occurrences are judged here; leave it out');

const plainSlis = [
  'latency',
  'first-token-latency',
  'inter-token-latency',
  'latency-ratio',
  'inter-token-latency-ratio',
  'error-ratio',
  'throughput',
] as const;

export type Source = { scenarios?: string[] | undefined } & (
  | { sli: (typeof plainSlis)[number] | 'requests' }
  | { sli: 'goodput'; withinMs: number }
);

const sliUnknown = ({ code }: { code: string }): string | undefined =>
  code === 'invalid_union' ? `must be one of ${[...plainSlis, 'goodput'].join(', ')}` : undefined;

const threshold = <T extends z.ZodType>(scenarios: T) =>
  z.discriminatedUnion(
    'sli',
    [
      z.strictObject({ sli: z.enum(plainSlis), scenarios }),
      z.strictObject({
        sli: z.literal('goodput'),
        withinMs: z
          .number('needs the milliseconds in which a request must be served')
          .gt(0, 'must be above 0'),
        scenarios,
      }),
    ],
    { error: sliUnknown },
  );

const ratioOf = <T extends z.ZodType>(scenarios: T) =>
  z
    .strictObject({
      counter: z.boolean().optional(),
      good: metric(z.strictObject({ sli: only('served-requests') })).optional(),
      bad: metric(z.strictObject({ sli: only('failed-requests') })).optional(),
      total: metric(z.strictObject({ sli: z.literal('requests'), scenarios })),
      raw: counted,
      rawType: counted,
    })
    .refine(({ good, bad }) => (good === undefined) !== (bad === undefined), 'needs either good or bad');

function indicatorSchema(scenarioIds: readonly string[]) {
  const scenarios = z
    .array(z.enum(scenarioIds))
    .min(1, 'names no scenario; leave it out to ask in every scenario')
    .optional();
  return z
    .strictObject({
      description: words,
      thresholdMetric: metric(threshold(scenarios)).optional(),
      ratioMetric: ratioOf(scenarios).optional(),
    })
    .transform(({ thresholdMetric, ratioMetric }, context): Source => {
      const { metricSource } = thresholdMetric ?? ratioMetric?.total ?? {};
      if (metricSource && !(thresholdMetric && ratioMetric)) return metricSource.spec;
      context.addIssue('needs either thresholdMetric or ratioMetric');
      return z.NEVER;
    });
}

const timeWindow = z.strictObject({
  duration: z.string().regex(/^[1-9]\d*[mhdwMQY]$/, 'must be a duration such as 4w'),
  isRolling: z.boolean().optional(),
  calendar: z.strictObject({ startTime: z.string(), timeZone: z.string() }).optional(),
});

/** An SLO of OpenSLO v1, with the keys that can be honoured. */
export const sloSchema = (scenarioIds: readonly string[]) =>
  z.strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    metadata,
    spec: z.strictObject({
      description: words,
      service: z.string('needs the name of a service'),
      indicator: z.strictObject({ metadata: metadata.optional(), spec: indicatorSchema(scenarioIds) }),
      indicatorRef: refused('write the indicator in its place, as spec.indicator'),
      budgetingMethod: only('Occurrences'),
      timeWindow: z.array(timeWindow).length(1, 'must hold one window').optional(),
      objectives: z.array(z.unknown()).length(1, 'must hold one objective; write an SLO for each'),
      alertPolicies: refused('a run alerts nobody; leave it out'),
    }),
  });

interface Bound {
  op: z.ZodType<string | undefined>;
  value: z.ZodType<number | undefined>;
}

/** The one entry of `spec.objectives`, with `targetPercent` turned into `target`. */
const terms = (bound: Bound, target: z.ZodNumber) =>
  z
    .strictObject({
      displayName: words,
      ...bound,
      target: target.optional(),
      targetPercent: z
        .number()
        .transform((percent) => exact(percent / 100))
        .pipe(target)
        .optional(),
      timeSliceTarget: noSlices,
      timeSliceWindow: noSlices,
      indicator: oneWhole,
      indicatorRef: oneWhole,
      compositeWeight: oneWhole,
    })
    .transform(({ displayName, value, ...given }, context) => {
      const [target, second] = [given.target, given.targetPercent].filter((each) => each !== undefined);
      if (target !== undefined && second === undefined) return { displayName, value, target };
      context.addIssue('needs either target or targetPercent');
      return z.NEVER;
    });

const aboveZero = z.number('needs a number').gt(0, 'must be above 0');
const share = z.number().gt(0, 'must be above 0').lt(1, 'must be below 1 (100 as targetPercent)');
const percentile = z
  .number()
  .gt(0.5, 'must be a percentile above 0.5 (50 as targetPercent)')
  .lt(1, 'must be a percentile below 1 (100 as targetPercent)');
const ratio = z.number('needs a number').gt(1, 'a ratio limit of 1 or less can never be shown to hold');
const errorRatio = z.number('needs a number').min(0, 'must be 0 or more').lt(1, 'must be below 1');
const onlyThreshold = refused('is for a thresholdMetric; a ratioMetric has its target');

const latency = terms({ op: only('lte'), value: aboveZero }, percentile);
const latencyRatio = terms({ op: only('lte'), value: ratio }, percentile);
const rate = terms({ op: only('gte'), value: aboveZero }, share);

/** What the entry of `spec.objectives` must say, by what is measured. */
export const termsOf = {
  latency,
  'first-token-latency': latency,
  'inter-token-latency': latency,
  'latency-ratio': latencyRatio,
  'inter-token-latency-ratio': latencyRatio,
  'error-ratio': terms({ op: only('lte'), value: errorRatio }, share),
  throughput: rate,
  goodput: rate,
  requests: terms({ op: onlyThreshold, value: onlyThreshold }, share),
} satisfies Record<Source['sli'], unknown>;
