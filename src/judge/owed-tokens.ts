import type { LoadRequest } from '../model/load-shape.ts';
import type { ArmPlan } from '../model/plan.ts';

/** Prompt and answer of the reference request. */
export const referenceRequest: LoadRequest = { promptTokens: 16, maxTokens: 6 };

/** What each request of the aggressor's load asks for. */
export const requestOf = ({ attack }: ArmPlan): LoadRequest =>
  (attack.kind === 'request-flood' ? attack.request : undefined) ?? referenceRequest;

export const tokensOf = (requests: number, { promptTokens, maxTokens }: LoadRequest): number =>
  requests * (promptTokens + maxTokens);

/**
 * Tokens that the victim is owed of those that both tenants got: all that it asked for, or its share by weight, whichever
 * is less (weighted max-min fairness of two tenants). Tenants without weights have equal ones.
 */
export function owedTokens({ victim, aggressor }: ArmPlan, { asked, both }: Tokens): number {
  return Math.min(asked, shareByWeight({ victim, aggressor }) * both);
}

interface Tokens {
  /** By the victim. */
  asked: number;
  /** That both got together. */
  both: number;
}

/** The victim's share of engines that both ask for more of than there is. */
export const shareByWeight = ({
  victim: { weight: own = 1 },
  aggressor: { weight: other = 1 },
}: Pick<ArmPlan, 'victim' | 'aggressor'>): number => own / (own + other);
