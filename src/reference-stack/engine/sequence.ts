/** A request as the GPU sees it. The callbacks are called in the step that brings them about. */
export interface Sequence {
  tenant: string;
  model: string;
  promptTokens: number;
  /** Hashes of the prompt's blocks that the prefix cache may hold, first block first. */
  promptBlocks: readonly string[];
  maxTokens: number;
  /** Most slots that its tenant may hold. */
  maxBatchSize: number;
  /** It has its slot and its memory, and needs no prefill for so many tokens of its prompt. */
  onStart: (cachedTokens: number) => void;
  onToken: () => void;
  onEnd: (end: 'finished' | 'out-of-memory') => void;
}
