import { dialectNames, type DialectName } from '../model/dialect-name.ts';
import type { Answer, Dialect } from './dialect.ts';
import { envoy } from './envoy.ts';
import { kong } from './kong.ts';
import { litellm } from './litellm.ts';
import { openai } from './openai.ts';
import { plain } from './plain.ts';

/** Every dialect there is: a new one is a file, a name in `src/model/dialect-name.ts` and a line here. */
const dialects: Readonly<Record<DialectName, Dialect>> = { openai, litellm, envoy, kong, plain };

/** The dialect that settings name. */
export const dialectNamed = (name: DialectName): Dialect => dialects[name];

/**
 * The dialect that the answers speak: a 200, a 400 and a 429 tell most. Gateways stand behind one another, and each
 * leaves its marks; who wrote the refusal has the limit, so that a refusal counts for more than all other answers.
 * How many answers there are of a sort does not matter. `plain` if nothing is recognised.
 */
export function recogniseDialect(answers: readonly Answer[]): Dialect {
  const refusals = answers.filter(({ httpStatus }) => httpStatus === 429);
  const others = answers.filter(({ httpStatus }) => httpStatus !== 429);
  const scored = dialectNames.map((name) => {
    const dialect = dialects[name];
    return { dialect, score: 2 * surest(dialect, refusals) + surest(dialect, others) };
  });
  // At a tie the one that is named first.
  return scored.reduce((best, next) => (next.score > best.score ? next : best), { dialect: plain, score: 0 })
    .dialect;
}

const surest = (dialect: Dialect, answers: readonly Answer[]): number =>
  Math.max(0, ...answers.map((answer) => dialect.recognise(answer)));
