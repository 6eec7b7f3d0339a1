import { fewestSamples } from '../model/fewest-samples.ts';
import { isBetweenTokens, type Objective } from '../model/objective.ts';
import type { DesignPlan } from '../model/plan.ts';
import type { Arm, Attack, Design } from '../model/scenario.ts';
import type { Settings } from '../model/settings.ts';
import type { TokenStreamsPlan } from '../model/token-stream.ts';
import { layOutWindows } from './windows.ts';

/** Longest warm-up; a platform whose latency is not flat by then is not at rest. */
const longestWarmUpSeconds = 30;

/**
 * Streams that show the time between tokens: some 70 gaps a second of a fast engine, for about a request a second more.
 * Not a whole second, so that what happens once a second is met at every phase.
 */
const tokenStreams = { maxTokens: 64, everySeconds: 0.9, pauseSeconds: 0.1 };

/** Requests per second that they add to the victim's at most, where they are wanted in any arm. */
export const streamsRps = ({ victim, objectives }: Pick<Settings, 'victim' | 'objectives'>): number =>
  victim.stream || objectives.some(isBetweenTokens) ? 1 / tokenStreams.everySeconds : 0;

export interface DesignTerms {
  arm: Arm;
  attack: Attack;
  objectives: readonly Objective[];
  settings: Settings;
  random: () => number;
}

/** The windows of one arm, as long and as many as the settings allow. */
export function planDesign(design: Design, terms: DesignTerms): DesignPlan {
  if (design.kind === 'single-shot') return design;
  const { arm, attack, objectives, settings, random } = terms;
  const windowSeconds =
    (arm === 'protected' ? settings.windows.seconds : undefined) ??
    (settings.target ? longEnough(design, settings.victim.rateRps) : design.windowSeconds);
  const looksPairs = looksWithin(
    design.looksPairs,
    arm === 'protected' ? settings.maxPairs : Number.POSITIVE_INFINITY,
  );
  const windows = layOutWindows({ ...design, windowSeconds, looksPairs }, random);
  const warmUp = {
    minSeconds: design.warmUpSeconds,
    maxSeconds: Math.max(design.warmUpSeconds, longestWarmUpSeconds),
  };
  const maxSeconds = windows.at(-1)?.toSeconds ?? 0;
  return {
    kind: 'paired-windows',
    victimRateRps: settings.victim.rateRps,
    victimStreams: settings.victim.stream || objectives.some(needsFirstToken),
    ...(settings.victim.stream || objectives.some(isBetweenTokens)
      ? { tokenStreams: streamsFor(warmUp.maxSeconds + maxSeconds + besideLoadSeconds) }
      : {}),
    sham: settings.sham && settings.attack && arm === 'protected' && hasSham(attack),
    warmUp,
    maxSeconds,
    windows,
    looksPairs,
  };
}

/** From before k6 is ready to after it has ended, which takes it so long at most. */
const besideLoadSeconds = 45;

const streamsFor = (seconds: number): TokenStreamsPlan => ({
  ...tokenStreams,
  most: Math.ceil(seconds / tokenStreams.everySeconds) + 1,
});

/** A promise of few requests a second takes long windows: the scenario's own are for the reference stack's victim. */
const longEnough = (
  { windowSeconds, guardSeconds }: Extract<Design, { kind: 'paired-windows' }>,
  rateRps: number,
): number => Math.max(windowSeconds, Math.ceil(guardSeconds + fewestSamples(0.99, 0.05) / rateRps + 0.2));

const hasSham = ({ kind }: Attack): boolean => kind === 'request-flood' || kind === 'memory-hog';

/** Looks at no more pairs than allowed; the first one is always taken. */
const looksWithin = (looksPairs: readonly number[], most: number): readonly number[] =>
  looksPairs.filter((pairs, index) => index === 0 || pairs <= most);

const needsFirstToken = ({ indicator }: Objective): boolean =>
  indicator.kind === 'latency' && indicator.until === 'first-token';
