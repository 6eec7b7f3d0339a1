import { hash } from 'node:crypto';
import type { EngineSettings } from './settings.ts';

export interface Prompt {
  tenant: string;
  model: string;
  text: string;
  tokens: number;
}

const bytesPerToken = 4;
const digestBytes = 32;

/**
 * Hashes of the blocks of a prompt that another prompt may share, each over its own tokens and all before them,
 * as vLLM's automatic prefix caching has it. The salt, the model and, unless the cache is shared, the tenant come
 * first, so that nobody else's prompt has the same hashes (vLLM: `cache_salt`). Only full blocks below the last
 * token count: that one must be worked through in any case, to know what comes after it. The simulated tokenizer
 * has four bytes in a token.
 */
export function promptBlocks(
  {
    PREFIX_CACHE: mode,
    KV_BLOCK_TOKENS: blockTokens,
  }: Pick<EngineSettings, 'PREFIX_CACHE' | 'KV_BLOCK_TOKENS'>,
  { tenant, model, text, tokens }: Prompt,
): readonly string[] {
  const blocks = Math.floor((tokens - 1) / blockTokens);
  if (mode === 'off' || blocks === 0) return [];
  const blockBytes = blockTokens * bytesPerToken;
  const bytes = Buffer.from(text);
  const link = Buffer.alloc(digestBytes + blockBytes);
  let previous = hash('sha256', JSON.stringify([model, mode === 'shared' ? '' : tenant]), 'hex');
  return Array.from({ length: blocks }, (_, index) => {
    link.write(previous, 'hex');
    bytes.copy(link, digestBytes, index * blockBytes, (index + 1) * blockBytes);
    previous = hash('sha256', link, 'hex');
    return previous;
  });
}
