import type { Finding } from '../../model/check.ts';
import type { ArmRecord } from '../../model/observation.ts';
import type { ArmPlan } from '../../model/plan.ts';
import { gated, type GatedCheck } from '../gates/gated.ts';
import { stepGates } from '../gates/step-gates.ts';
import { percentile } from '../statistics/percentile.ts';
import { smallerP } from '../statistics/rank-sum.ts';
import { completionsOf } from '../steps.ts';
import { undecidable } from '../undecidable.ts';
import { count, number } from '../words.ts';

/** Ids of steps with one streamed request each, all with prompts of the same length. */
export interface PrefixProbe {
  /** The victim's prompts, each for the first time. */
  first: readonly string[];
  /** The victim repeats each: the positive control. */
  own: readonly string[];
  /** The aggressor sends each of them. */
  guesses: readonly string[];
  /** The aggressor sends prompts that nobody has sent before, turn and turn about with the guesses. */
  fresh: readonly string[];
}

/** Whoever guesses another's prompt waits for the first token as long as for any other prompt, so that the wait tells nothing. */
export function guessTellsNothing(probe: PrefixProbe): GatedCheck {
  return gated(
    {
      id: 'guess-tells-nothing',
      objective: "A guess of another tenant's prompt takes as long to its first token as any other prompt",
      unit: 'times as long as for a fresh prompt',
      measure: (plan, record) => measure(probe, plan, record),
    },
    stepGates,
  );
}

type Waits = Record<keyof PrefixProbe, number[]>;

function measure(probe: PrefixProbe, plan: ArmPlan, record: ArmRecord): Finding {
  const [first, own, guesses, fresh] = [probe.first, probe.own, probe.guesses, probe.fresh].map((steps) =>
    waitsOf(steps, record),
  );
  const asked = Object.values(probe).reduce((sum, steps: readonly string[]) => sum + steps.length, 0);
  if (!first || !own || !guesses || !fresh) return undecidable(`not all of ${asked} prompts were answered`);
  return compare({ first, own, guesses, fresh }, plan);
}

/** Milliseconds to the first token; undefined if one was not served. */
function waitsOf(steps: readonly string[], record: ArmRecord): number[] | undefined {
  const waits = steps.map((step) => {
    const call = completionsOf(record, step).at(-1);
    return call?.httpStatus === 200 ? (call.firstByteMs ?? undefined) : undefined;
  });
  return waits.every((wait) => wait !== undefined) && waits.length > 0 ? waits : undefined;
}

function compare({ first, own, guesses, fresh }: Waits, { limits }: ArmPlan): Finding {
  const guessesShorter = smallerP(guesses, fresh);
  const found = {
    measured: Math.round((100 * median(guesses)) / median(fresh)) / 100,
    limit: 1,
    samples: guesses.length + fresh.length,
    pValue: guessesShorter,
    evidence: [
      `The victim's own repetitions: ${said(own)}, its prompts for the first time: ${said(first)} to the first token (medians)`,
    ],
  };
  const seen = `guesses ${said(guesses)}, fresh prompts ${said(fresh)} to the first token (medians of ${count(guesses.length, 'prompt')}); a difference like this comes by chance with probability ${guessesShorter.toPrecision(2)}`;
  if (guessesShorter <= limits.errorBreached) return { ...found, status: 'breached', reason: seen };
  const reason = unshown({ first, own, guesses, fresh }, limits.errorHeld);
  return reason === undefined
    ? { ...found, status: 'held', reason: seen }
    : { ...found, status: 'inconclusive', reason: `${reason}; ${seen}` };
}

/** Without a hit that is seen to be one, no wait can be said not to be that of a hit. */
function unshown({ first, own, guesses }: Waits, error: number): string | undefined {
  if (smallerP(own, first) > error)
    return `the cache has not shown that it shortens the wait: the victim's repetitions took ${said(own)}, first prompts ${said(first)}`;
  return smallerP(own, guesses) > error
    ? `the guesses can't be told from hits of the cache, which took ${said(own)}`
    : undefined;
}

const median = (waits: readonly number[]): number =>
  percentile(
    Float64Array.from(waits).sort((a, b) => a - b),
    0.5,
  );

const said = (waits: readonly number[]): string => `${number(median(waits))} ms`;
