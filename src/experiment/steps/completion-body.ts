import { oneToken } from '../../model/reference-request.ts';
import type { CompletionTerms } from '../../model/step.ts';

export const completionPath = ({
  path = '/v1/chat/completions',
}: CompletionTerms): NonNullable<CompletionTerms['path']> => path;

/** What the terms leave open. */
export interface BodyContext {
  /** The tenant's own first model. */
  model: string;
  /** Tells this request's prompt from every other's, where the step wants that. */
  mark: string;
  /** Words that no other arm has. */
  armWords: string;
}

/** The JSON body of a request. */
export function completionBody(terms: CompletionTerms, { model, mark, armWords }: BodyContext): string {
  if (terms.body !== undefined) return terms.body;
  const prompt = promptOf(terms, mark, armWords);
  return JSON.stringify({
    model: terms.distinctModel === true ? `${terms.model ?? model}-${mark}` : (terms.model ?? model),
    max_tokens: terms.maxTokens,
    ...(terms.stream === true ? { stream: true } : {}),
    ...(completionPath(terms) === '/v1/completions'
      ? { prompt }
      : { messages: [{ role: 'user', content: contentOf(prompt, terms) }] }),
    ...terms.fields,
  });
}

export const tokensAskedBy = ({ body, promptTokens, maxTokens }: CompletionTerms): number =>
  body === undefined ? promptTokens + maxTokens : 0;

function contentOf(prompt: string, { emptyParts }: CompletionTerms): string | object[] {
  if (emptyParts === undefined) return prompt;
  const part = (text: string): object => ({ type: 'text', text });
  return [...Array.from({ length: emptyParts }, () => part('')), part(prompt)];
}

/** Exactly `promptTokens` long, whatever it begins with. */
function promptOf(terms: CompletionTerms, mark: string, armWords: string): string {
  const { promptTokens, promptStart = '', distinct, ofThisArm } = terms;
  const start = `${distinct === true ? `${mark} ` : ''}${ofThisArm === true ? `${armWords} ` : ''}${promptStart}`;
  const bytes = promptTokens * oneToken.length;
  return `${start}${oneToken.repeat(promptTokens)}`.slice(0, Math.max(bytes, start.length));
}
