/** Words of the reference request: small and always the same, so that latency changes only when the platform does. */
export const referenceWords = 'Say hello to the neighbours, please, in five words or fewer.';

/** Tokens that its answer may have. */
export const referenceMaxTokens = 6;

/**
 * Tokens that it asks for at most: tokenizers make fewer than one token of two bytes of English, and a chat template adds
 * a dozen. Only a budget counts by this.
 */
export const referenceTokens = Math.ceil(referenceWords.length / 2) + 12 + referenceMaxTokens;

/** The victim's load outlasts the last window by so much, so that k6 never ends before we end it. */
export const victimTailSeconds = 10;
