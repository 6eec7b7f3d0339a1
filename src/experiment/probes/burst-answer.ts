import type { ObservedFact } from '../../model/observation.ts';

export type BurstAnswer = Pick<
  Extract<ObservedFact, { kind: 'burst-call' }>,
  'httpStatus' | 'errorCode' | 'retryAfter' | 'tokensUsed'
>;

export const unanswered: BurstAnswer = {
  httpStatus: 0,
  errorCode: '',
  retryAfter: null,
  tokensUsed: null,
};

interface CompletionBody {
  usage?: { total_tokens?: number };
  error?: { code?: string | null };
}

/** What an answer of an OpenAI-compatible gateway says of the tenant's tokens; a body that is no JSON says nothing. */
export function burstAnswer(httpStatus: number, headers: Headers, text: string): BurstAnswer {
  const { usage, error } = parse(text);
  return {
    httpStatus,
    errorCode: error?.code ?? '',
    retryAfter: headers.get('retry-after'),
    tokensUsed: usage?.total_tokens ?? null,
  };
}

/** Tokens that the tenant has left, as OpenAI's API names the header; undefined without one. */
export function remainingTokens(headers: Headers): number | undefined {
  const value = headers.get('x-ratelimit-remaining-tokens') ?? '';
  return /^\d+$/.test(value) ? Number(value) : undefined;
}

function parse(text: string): CompletionBody {
  try {
    return (JSON.parse(text) ?? {}) as CompletionBody;
  } catch {
    return {};
  }
}
