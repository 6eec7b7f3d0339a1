import type { CompletionRequest } from '../openai/completion-request.ts';
import type { Controls } from './controls.ts';

/** What a request costs of its tenant's token budget. */
export interface TokenCharge {
  /** At most, known at admission. */
  reserved: number;
  /** In the end. */
  settled(usedTokens: number): number;
}

export function tokenChargeOf(
  { promptTokens, maxTokens, stream }: CompletionRequest,
  { stream_accounting, token_weighting }: Controls,
): TokenCharge {
  if (stream && stream_accounting === 'ignored') return { reserved: 0, settled: () => 0 };
  if (token_weighting === 'per-request') return { reserved: 1, settled: (used) => Math.min(1, used) };
  return { reserved: promptTokens + maxTokens, settled: (used) => used };
}
