import type { TenantPromise } from './stack-facts.ts';
import type { CompletionsStep, CompletionTerms, Step } from './step.ts';
import { wholeAgainSeconds } from './whole-again.ts';

/** Requests of either way in all. */
const ofEither = 50;

/** Most and fewest of either way that go out together. */
const mostTogether = 10;
const fewestTogether = 2;

/** The requests ask for so many times what comes in meanwhile. */
const timesRate = 5;

/** Most requests per minute of a tenant: a hundred per second are `timesRate` times that. */
const mostRpm = 1200;

const idsOf = (way: string): readonly string[] =>
  Array.from({ length: ofEither / fewestTogether }, (_, wave) => `${way}-${wave}`);

/** Ids of the steps of `sideBySideSteps`; a tenant that may send more together has the first of them. */
export const sideBySide = {
  /** Asks otherwise while the allowance is whole. */
  proof: 'otherwise-before',
  asBefore: idsOf('as-before'),
  otherwise: idsOf('otherwise'),
} as const;

type Allowance = Pick<TenantPromise, 'rateLimitRpm' | 'burstRequests' | 'maxConcurrency'>;

/** Whether the allowance of such a tenant can be used up, and stays so for a while. */
export const canBeUsedUp = ({ rateLimitRpm, maxConcurrency }: Allowance): boolean =>
  rateLimitRpm <= mostRpm && maxConcurrency >= 2 * fewestTogether;

/**
 * The aggressor uses up its allowance, and then asks in two ways at the same moments, as often in either: as before, and
 * otherwise. What comes in between two waves serves a fifth of them.
 */
export function sideBySideSteps(allowance: Allowance, otherwise: Partial<CompletionTerms>): Step[] {
  const { rateLimitRpm, burstRequests, maxConcurrency } = allowance;
  const together = Math.min(mostTogether, Math.floor(maxConcurrency / 2));
  const waveMs = Math.min(1000, ((2 * together) / (timesRate * rateLimitRpm)) * 60_000);
  const tiny: CompletionTerms = { promptTokens: 1, maxTokens: 1 };
  const asked = (id: string, count: number, changes: Partial<CompletionTerms> = {}): CompletionsStep => ({
    kind: 'completions',
    id,
    as: 'aggressor',
    count,
    atOnce: Math.min(count, 2 * mostTogether, maxConcurrency),
    request: { ...tiny, ...changes },
  });
  return [
    { kind: 'pause', id: 'allowance-is-whole', seconds: wholeAgainSeconds(allowance) },
    asked(sideBySide.proof, 1, otherwise),
    { ...asked('spend', 2 * (burstRequests + mostTogether)), hostile: true },
    {
      kind: 'together',
      id: 'side-by-side',
      steps: Array.from({ length: Math.ceil(ofEither / together) }, (_, wave) => {
        const times = { hostile: true, startAfterMs: Math.round(wave * waveMs) } as const;
        const both = [
          { ...asked(`as-before-${wave}`, together), ...times },
          { ...asked(`otherwise-${wave}`, together, otherwise), ...times },
        ];
        return wave % 2 === 0 ? both : both.toReversed();
      }).flat(),
    },
  ];
}
