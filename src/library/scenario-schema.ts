import { z } from 'zod';
import { capabilities } from '../model/capability.ts';
import { profiles } from '../model/profile.ts';
import type { Attack } from '../model/scenario.ts';

/** Ids become names of files, of arms and of flags. */
const kebab = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u, 'must be kebab-case, e.g. my-quota-storm');

const said = z.string().regex(/\S/u, 'must say something');

const attackKinds = [
  'request-flood',
  'gpu-pod-storm',
  'memory-hog',
  'model-tour',
  'token-burst',
  'steps',
] as const satisfies Attack['kind'][];

const aFunction = z.custom<unknown>((value) => typeof value === 'function', 'must be a function');

const attack = z.looseObject({ kind: z.enum(attackKinds) }).superRefine((value, context) => {
  if (value.kind === 'steps' && typeof value['steps'] !== 'function') {
    context.addIssue({ code: 'custom', path: ['steps'], message: 'must be a function of the cast' });
  }
});

const seconds = z.number().positive();

const design = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('paired-windows'),
    warmUpSeconds: z.number().min(0),
    windowSeconds: seconds,
    guardSeconds: z.number().min(0),
    looksPairs: z.array(z.int().min(1)).min(1),
  }),
  z.looseObject({
    kind: z.literal('single-shot'),
    settleSeconds: seconds,
    expectedSeconds: seconds.optional(),
  }),
]);

const check = z.looseObject({ id: kebab, objective: said, unit: said, judge: aFunction });

/** A scenario, as far as its form goes; what it names is looked up by `checkScenario`. */
export const scenarioSchema = z.looseObject({
  id: kebab,
  question: said,
  control: said,
  profiles: z.array(z.enum(profiles)),
  needs: z.array(z.enum(capabilities)),
  attack,
  checks: z.array(z.looseObject({ check, provesControl: z.boolean() })).min(1, 'a scenario needs a check'),
  design,
  weaknesses: z
    .array(
      z.looseObject({
        fixture: kebab,
        removes: said,
        breaks: z.array(z.string()).min(1).optional(),
        design: design.optional(),
      }),
    )
    .min(1, 'without a weakness nothing shows that the checks can fail'),
  cure: z.looseObject({ usualCause: said, fix: said }),
});
