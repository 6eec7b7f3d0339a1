/** A request as the GPU sees it. The callbacks are called in the step that brings them about. */
export interface Sequence {
  tenant: string;
  model: string;
  promptTokens: number;
  maxTokens: number;
  /** Most slots that its tenant may hold. */
  maxBatchSize: number;
  onToken: () => void;
  onEnd: (end: 'finished' | 'out-of-memory') => void;
}
