import { promisedRps, type CrowdPlan } from '../model/crowd.ts';
import { fewestSamples } from '../model/fewest-samples.ts';
import type { ArmPlan, AttackPlan, Plan } from '../model/plan.ts';
import type { Arm, Attack, Cast, Scenario, Weakness } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import type { StackFacts } from '../model/stack-facts.ts';
import { planCrowd } from './crowd.ts';
import { expectedSeconds } from './expected-seconds.ts';
import { objectivesAtRisk, objectivesFor, withLimitsOf } from './objectives.ts';
import { planDesign, streamsRps } from './plan-design.ts';
import { seededRandom } from './random.ts';
import { refuseHopelessObjectives } from './refuse-hopeless-objectives.ts';
import { refuseHopeless } from './refuse-hopeless.ts';
import { refuseHopelessOutside } from './target/refuse-hopeless-outside.ts';
import { targetShows } from './target/target-shows.ts';
import { rolesFor } from './tenant-roles.ts';
import { planTokenBurst } from './token-burst.ts';

export interface PlanInput {
  settings: Settings;
  /** Those that were chosen, in order. */
  scenarios: readonly Scenario[];
  facts: StackFacts;
}

/**
 * Works out everything that the run will do. Pure: the same input gives the same plan.
 * @throws UsageError if an experiment could not succeed as asked: too few samples, an attack that cannot bite
 */
export function makePlan({ settings, scenarios, facts }: PlanInput): Plan {
  const random = seededRandom(settings.seed);
  const limits = { ...settings.limits, minSamplesPerWindow: fewestSamples(0.99, 0.05) };
  const atRisk = objectivesAtRisk(scenarios, settings.objectives, settings.crowd !== undefined);
  const arms = scenarios.flatMap((scenario) =>
    weaknessesOf(scenario, settings).map((weakness): ArmPlan => {
      const arm: Arm = weakness ? 'weakened' : 'protected';
      const objectives = weakness ? [] : objectivesFor(scenario, settings.objectives);
      const design = planDesign(weakness?.design ?? scenario.design, {
        arm,
        attack: scenario.attack,
        objectives,
        settings,
        random,
      });
      const crowd = planCrowd({ settings, facts, design, limits });
      const cast = { ...rolesFor(scenario.attack, facts, crowd), facts };
      const attack = planAttack(scenario.attack, {
        arm,
        cast,
        crowd,
        wanted: settings.attack,
        mostRps: mostAttackRps(settings),
      });
      const plan = {
        scenario: scenario.id,
        arm,
        victim: cast.victim,
        aggressor: cast.aggressor,
        ...(crowd ? { crowd } : {}),
        attack,
        design,
        limits: withLimitsOf(settings.objectives, limits, scenario.id),
        objectives,
        objectivesAtRisk: atRisk,
        ...(settings.target ? { outside: { shows: targetShows(settings.target) } } : {}),
        ...(settings.stopWhen ? { stopWhen: settings.stopWhen } : {}),
      };
      return weakness ? { ...plan, weakness: named(weakness) } : plan;
    }),
  );
  for (const arm of arms) {
    refuseHopeless(arm, facts);
    refuseHopelessOutside(arm, settings);
    refuseHopelessObjectives(arm);
  }
  // On real GPUs nothing has been played yet, so that nobody knows how long it takes.
  const unplayed = new Set(
    scenarios.filter(({ needs }) => needs.includes('gpu-hardware')).map(({ id }) => id),
  );
  return {
    schemaVersion: 1,
    profile: settings.profile,
    seed: settings.seed,
    arms,
    objectives: settings.objectives,
    limits,
    expectedSeconds: expectedSeconds(arms.filter(({ scenario }) => !unplayed.has(scenario))),
  };
}

/** What is removed in each arm; nothing in the first. Without an attack there is nothing that a missing control could let through. */
function weaknessesOf(
  { weaknesses }: Scenario,
  { attack, profile, target }: Settings,
): readonly (Weakness | undefined)[] {
  // Nothing is removed from what is not ours.
  if (!attack || target) return [undefined];
  return [undefined, ...(profile === 'quick' ? weaknesses.slice(0, 1) : weaknesses)];
}

const named = ({ fixture, removes }: Weakness): NonNullable<ArmPlan['weakness']> => ({ fixture, removes });

interface AttackTerms {
  arm: Arm;
  cast: Cast;
  crowd: CrowdPlan | undefined;
  wanted: boolean;
  /** Highest rate of a load. */
  mostRps: number;
}

/** What the budget of a target leaves beside its victim; of the reference stack there is no end. */
const mostAttackRps = (settings: Settings): number => {
  const { target, victim } = settings;
  return target
    ? Math.max(0, target.budget.rateRps - victim.rateRps - streamsRps(settings))
    : Number.POSITIVE_INFINITY;
};

function planAttack(attack: Attack, { arm, cast, crowd, wanted, mostRps }: AttackTerms): AttackPlan {
  const { aggressor, facts } = cast;
  if (!wanted) return { kind: 'none', instead: attack.kind };
  switch (attack.kind) {
    case 'request-flood': {
      const { timesPromisedRate, ...load } = attack;
      const wantedRps = promisedRps(crowd?.aggressors ?? [aggressor]) * timesPromisedRate;
      return { ...load, rateRps: Math.min(wantedRps, mostRps) };
    }
    case 'gpu-pod-storm':
      return attack;
    case 'memory-hog': {
      const limitBytes = aggressor.containerMemoryLimitBytes;
      return {
        kind: attack.kind,
        limitBytes,
        ceilingBytes: limitBytes * attack.ceilingTimesLimit,
        shamBytes: limitBytes / 2,
      };
    }
    case 'model-tour':
      return { ...attack, models: aggressor.models, modelBytes: facts.modelBytes };
    case 'token-burst':
      return planTokenBurst(attack, arm, aggressor);
    case 'steps':
      return { kind: attack.kind, steps: attack.steps(cast) };
  }
}
