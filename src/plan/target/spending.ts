import { aggressorsOf, victimsOf } from '../../model/crowd.ts';
import type { ArmPlan, AttackPlan, DesignPlan } from '../../model/plan.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import { queueRampSeconds } from '../../model/load-shape.ts';
import { mostTokensOf, referenceTokens, victimTailSeconds } from '../../model/reference-request.ts';
import type { CompletionsStep } from '../../model/step.ts';
import type { Spending } from '../../model/target.ts';
import { tokensOfStream } from '../../model/token-stream.ts';

type Flood = Extract<AttackPlan, { kind: 'request-flood' }>;

/** The most that an arm can send, if it is played to its last look. */
export function mostOf(arm: ArmPlan): Spending {
  return sum([wakingOf(arm), victimOf(arm), streamsOf(arm), attackOf(arm)]);
}

export const sum = (parts: readonly Spending[]): Spending => ({
  requests: parts.reduce((total, { requests }) => total + requests, 0),
  tokens: parts.reduce((total, { tokens }) => total + tokens, 0),
});

/** So many reference requests. */
export const reference = (requests: number): Spending => ({ requests, tokens: requests * referenceTokens });

const wakingOf = (arm: ArmPlan): Spending =>
  reference(arm.design.kind === 'paired-windows' ? victimsOf(arm).length + aggressorsOf(arm).length : 0);

/** k6 sends one at the very start of a stretch and rounds its end up. */
const sentIn = (rateRps: number, seconds: number): number => Math.ceil(rateRps * seconds) + 1;

const victimOf = ({ design }: ArmPlan): Spending =>
  design.kind === 'paired-windows'
    ? reference(
        sentIn(design.victimRateRps, design.warmUp.maxSeconds + design.maxSeconds + victimTailSeconds),
      )
    : reference(0);

function streamsOf({ design }: ArmPlan): Spending {
  if (design.kind !== 'paired-windows' || !design.tokenStreams) return reference(0);
  const { most } = design.tokenStreams;
  return { requests: most, tokens: most * tokensOfStream(design.tokenStreams) };
}

function attackOf({ attack, design }: ArmPlan): Spending {
  if (attack.kind === 'request-flood') return floodOf(attack, design);
  if (attack.kind !== 'steps') return reference(0);
  const calls = flatSteps(attack.steps).filter((step) => step.kind === 'completions');
  // In paired windows the steps are played in each attack window anew.
  const plays = design.kind === 'paired-windows' ? attackSeconds(design).length : 1;
  const settleSeconds = design.kind === 'single-shot' ? design.settleSeconds : 0;
  return sum(Array.from({ length: plays }, () => calls.map((step) => ofStep(step, settleSeconds))).flat());
}

/** Requests that go out together all go out if one does. */
function floodOf({ rateRps, atOnce = 1, request, queues }: Flood, design: DesignPlan): Spending {
  const requests = attackSeconds(design, queues).reduce(
    (total, seconds) => total + atOnce * sentIn(rateRps / atOnce, seconds),
    0,
  );
  return request ? { requests, tokens: requests * mostTokensOf(request) } : reference(requests);
}

/** @param queues whether it begins shortly before the measured part */
const attackSeconds = (design: DesignPlan, queues = false): number[] =>
  design.kind === 'paired-windows'
    ? design.windows
        .filter(({ phase }) => phase === 'attack')
        .map(
          ({ fromSeconds, measureFromSeconds, toSeconds }) =>
            toSeconds - (queues ? Math.max(fromSeconds, measureFromSeconds - queueRampSeconds) : fromSeconds),
        )
    : [design.settleSeconds];

/** Asking what is left, twice a second, is a request too. */
function ofStep({ count, request, startAt }: CompletionsStep, settleSeconds: number): Spending {
  const asking = startAt ? 2 * settleSeconds + 2 : 0;
  return {
    requests: count + asking,
    tokens: count * mostTokensOf(request) + asking * mostTokensOf({ promptTokens: 0, maxTokens: 0 }),
  };
}
