import type { CompletionTerms } from '../../model/step.ts';

/** Four bytes are one token of the simulated tokenizer; the usage of each answer tells whether they were. */
const oneToken = 'more';
const bytesOfToken = 4;

export const completionPath = ({ path = '/v1/chat/completions' }: CompletionTerms): string => path;

/**
 * The JSON body of a request.
 * @param model the tenant's own first model
 * @param mark tells this request's prompt from every other's, where the step wants that
 */
export function completionBody(terms: CompletionTerms, model: string, mark: string): string {
  if (terms.body !== undefined) return terms.body;
  const prompt = promptOf(terms, mark);
  return JSON.stringify({
    model: terms.model ?? model,
    max_tokens: terms.maxTokens,
    ...(terms.stream === true ? { stream: true } : {}),
    ...(completionPath(terms) === '/v1/completions'
      ? { prompt }
      : { messages: [{ role: 'user', content: prompt }] }),
    ...terms.fields,
  });
}

export const tokensAskedBy = ({ body, promptTokens, maxTokens }: CompletionTerms): number =>
  body === undefined ? promptTokens + maxTokens : 0;

/** Exactly `promptTokens` long, whatever it begins with. */
function promptOf({ promptTokens, promptStart = '', distinct }: CompletionTerms, mark: string): string {
  const start = `${distinct === true ? `${mark} ` : ''}${promptStart}`;
  const bytes = promptTokens * bytesOfToken;
  return `${start}${oneToken.repeat(promptTokens)}`.slice(0, Math.max(bytes, start.length));
}
