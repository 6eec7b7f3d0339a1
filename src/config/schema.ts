import { z } from 'zod';
import { dangers } from '../model/capability.ts';
import { profiles } from '../model/profile.ts';
import { clusterChoices, gpuChoices, loadPlaces } from '../model/settings.ts';
import { mostTenants } from './crowd-size.ts';
import { mostLoadPods } from './load-settings.ts';
import { addressFault, addressPattern } from './pushgateway-address.ts';
import { setting } from './setting.ts';
import { budgetSchema, targetSchema } from './target-schema.ts';

const name = z.string().min(1);

const crowd = z
  .strictObject({
    tenants: setting(z.int().min(2).max(mostTenants), 'How many tenants the stack has.'),
    aggressors: setting(
      z
        .int()
        .min(1)
        .max(mostTenants - 1),
      'How many of them run away at once; fewer than there are tenants. Each of the others gets a verdict.',
      1,
    ),
  })
  .partial()
  .refine(({ tenants, aggressors }) => !tenants || !aggressors || aggressors < tenants, {
    path: ['aggressors'],
    error: 'must be fewer than crowd.tenants, since one tenant at least is the victim',
  });

const victim = z
  .strictObject({
    rateRps: setting(
      z
        .number()
        .gt(0, 'a rate of 0 or less measures nothing (to run without the attack, set attack: false)')
        .lte(1000),
      'Requests per second that the victim sends. By default 150; to a target, as many as its promise and the budget leave room for.',
    ),
    stream: setting(
      z.boolean(),
      'Whether its answers are streamed, so that the first token is timed too, and in long answers beside them each token after it.',
      false,
    ),
  })
  .partial();

const load = z
  .strictObject({
    from: setting(
      z.enum(loadPlaces),
      'Where k6 runs: on this machine or in pods of the cluster. By default here; on an existing cluster, in pods.',
    ),
    pods: setting(
      z.int().min(1).max(mostLoadPods),
      'Pods that share one load, if it comes from the cluster.',
      4,
    ),
  })
  .partial();

const metrics = z
  .strictObject({
    pushgateway: setting(
      z.string().superRefine((text, context) => {
        const fault = text === '' ? undefined : addressFault(text);
        if (fault) context.addIssue(`the address ${fault.fault}; ${fault.cure}`);
      }),
      'Prometheus Pushgateway that results are pushed to; empty means none. Its credentials come from the environment: TENANTPROOF_PUSHGATEWAY_TOKEN, or …_USER and …_PASSWORD.',
      '',
    ).meta({ pattern: addressPattern }),
    job: setting(
      z.string().regex(/^\w[\w.-]*$/, 'a job is named with letters, digits and _ . -'),
      'Label job of what is pushed.',
      'tenantproof',
    ),
  })
  .partial();

const limits = z
  .strictObject({
    p99Ratio: setting(
      z.number().gt(1, 'a ratio limit of 1 or less can never be shown to hold').lte(100),
      "Highest acceptable ratio of the victim's p99 latency under attack to that at rest. By default 1.1; in the profile certify 1.05.",
    ),
    victimErrorRatio: setting(
      z.number().min(0).lt(1),
      "Share of the victim's requests that may fail under attack.",
      0,
    ),
  })
  .partial();

const stopWhen = z.strictObject({
  victimErrorRatio: setting(
    z.number().gt(0).lte(1),
    "Share of the victim's requests whose failing ends the attack within 5 s, and the run with it.",
  ),
});

const windows = z
  .strictObject({
    seconds: setting(
      z.number().min(1).max(300),
      "Length of a window with or without the attack. By default the scenario's own.",
    ),
  })
  .partial();

/** Where a run is played. */
const place = {
  cluster: setting(
    z.enum(clusterChoices),
    "Kind of cluster; auto takes what 'tenantproof up' left, else kind, else embedded.",
    'auto',
  ),
  kindImage: setting(name, 'Node image of a kind cluster. By default the one that kind was released with.'),
  gpus: setting(
    z.enum(gpuChoices),
    'GPUs of a kind cluster: simulated, or the NVIDIA GPUs of this machine, which are then filled up and made to fault.',
    'simulated',
  ),
  kubeconfig: setting(
    name,
    'Kubeconfig file of an existing cluster. By default that of the environment variable KUBECONFIG.',
  ),
  kubeContext: setting(name, 'Context of that file. By default its current context.'),
  allow: setting(
    z.array(z.enum(dangers)),
    'What scenarios may do to others on an existing cluster, by name.',
    [],
  ),
  target: setting(targetSchema, 'Stack of your own, played instead of the reference stack; by default none.'),
  budget: setting(budgetSchema, 'What may be sent to the target, told before the run and never exceeded.'),
};

/**
 * `tenantproof.yaml`; every key has a default. Unknown keys are refused.
 * @param scenarioIds those that may be asked for
 */
export const configSchema = (scenarioIds: readonly string[]) =>
  z
    .strictObject({
      profile: setting(
        z.enum(profiles),
        'How much is tested and how strictly: which scenarios, limits, chances of a wrong verdict.',
        'quick',
      ),
      seed: setting(
        z.int().min(0).max(0xffffffff),
        'Order of the windows: the same seed gives the same plan. By default random, and printed in every report.',
      ),
      scenarios: setting(
        z.array(z.enum(scenarioIds)),
        'Scenarios to play; none means all that the profile has.',
        [],
      ),
      ...place,
      attack: setting(z.boolean(), 'false plays everything but the attack; nothing can be held then.', true),
      crowd: setting(crowd, 'Many tenants, many of which run away at once. By default two tenants.'),
      victim: setting(victim, 'The tenant that is measured.'),
      sham: setting(
        z.boolean(),
        'Whether the cost of the load generator, or of a pod, is put into the windows at rest too.',
        true,
      ),
      load: setting(load, 'Where the load comes from.'),
      objectives: setting(
        z.array(name),
        'Files with objectives of your own (OpenSLO v1), beside those of the scenarios.',
        [],
      ),
      metrics: setting(metrics, 'Where the metrics of a run are pushed to.'),
      stopWhen: setting(stopWhen, 'When a run ends early. By default only when the judge is sure.'),
      windows: setting(windows, 'The windows in which latency is measured.'),
      limits: setting(limits, "Limits of the scenarios' own objectives."),
    })
    .partial();

export type Config = z.infer<ReturnType<typeof configSchema>>;
