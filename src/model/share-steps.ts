import { shareTerms, type SharedResource } from './share.ts';
import type { TryPodStep } from './step.ts';

/** Ids of the steps. */
export const shareStep = { over: 'more-than-promised', within: 'what-is-left' } as const;

/** A pod with more than what is left of the aggressor's promise, and one with no more. */
export function shareSteps(resource: SharedResource, promised: number): TryPodStep[] {
  const common = { kind: 'try-pod', as: 'aggressor', resource, promised } as const;
  return [
    { ...common, id: shareStep.over, hostile: true, beyond: shareTerms[resource].beyond },
    { ...common, id: shareStep.within, beyond: 0 },
  ];
}
