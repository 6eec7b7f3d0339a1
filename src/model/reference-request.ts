import type { CompletionTerms } from './step.ts';

/** Words of the reference request: small and always the same, so that latency changes only when the platform does. */
export const referenceWords = 'Say hello to the neighbours, please, in five words or fewer.';

/** Tokens that its answer may have. */
export const referenceMaxTokens = 6;

/** A chat template adds about so many tokens to a prompt. */
const templateTokens = 12;

/** Tokens of so many bytes of English at most: tokenizers make fewer than one of two bytes. */
const tokensOfBytes = (bytes: number): number => Math.ceil(bytes / 2);

/** Tokens that it asks for at most. Only a budget counts by this. */
export const referenceTokens = tokensOfBytes(referenceWords.length) + templateTokens + referenceMaxTokens;

/** A word that is one token of the simulated tokenizer: four bytes. */
export const oneToken = 'more';

/** Tokens that such a request asks for at most, whatever the tokenizer. Only a budget counts by this. */
export const mostTokensOf = ({
  body,
  promptTokens,
  maxTokens,
}: Pick<CompletionTerms, 'body' | 'promptTokens' | 'maxTokens'>): number =>
  body === undefined
    ? tokensOfBytes(promptTokens * oneToken.length) + templateTokens + maxTokens
    : tokensOfBytes(body.length);

/** How often a tenant's key is tried before a run, if its limit is used up: a run before this one may have done that. */
export const mostKnocks = 4;

/** The victim's load outlasts the last window by so much, so that k6 never ends before we end it. */
export const victimTailSeconds = 10;
