import { aggressorsOf, victimsOf } from '../../model/crowd.ts';
import type { ArmPlan, DesignPlan } from '../../model/plan.ts';
import { flatSteps } from '../../model/flat-steps.ts';
import { referenceTokens, victimTailSeconds } from '../../model/reference-request.ts';
import type { CompletionsStep } from '../../model/step.ts';
import type { Spending } from '../../model/target.ts';

/** The most that an arm can send, if it is played to its last look. */
export function mostOf(arm: ArmPlan): Spending {
  return sum([wakingOf(arm), victimOf(arm), attackOf(arm)]);
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

function attackOf({ attack, design }: ArmPlan): Spending {
  if (attack.kind === 'request-flood') {
    const requests = floodSeconds(design).reduce(
      (total, seconds) => total + sentIn(attack.rateRps, seconds),
      0,
    );
    const { request } = attack;
    return request
      ? { requests, tokens: requests * (request.promptTokens + request.maxTokens) }
      : reference(requests);
  }
  if (attack.kind !== 'steps') return reference(0);
  const settleSeconds = design.kind === 'single-shot' ? design.settleSeconds : 0;
  const calls = flatSteps(attack.steps).filter((step) => step.kind === 'completions');
  return sum(calls.map((step) => ofStep(step, settleSeconds)));
}

const floodSeconds = (design: DesignPlan): number[] =>
  design.kind === 'paired-windows'
    ? design.windows
        .filter(({ phase }) => phase === 'attack')
        .map(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds)
    : [design.settleSeconds];

/** Asking what is left, twice a second, is a request too. */
function ofStep({ count, request, startAt }: CompletionsStep, settleSeconds: number): Spending {
  const asking = startAt ? 2 * settleSeconds + 1 : 0;
  return { requests: count + asking, tokens: count * (request.promptTokens + request.maxTokens) };
}
