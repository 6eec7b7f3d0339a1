import type { Bill } from './bill.ts';

/** What is seen while an attack is played in steps; each names its step. */
export type StepFact =
  /** A step was played to its end. */
  | { kind: 'step-ended'; step: string; startedAtMs: number }
  /** One completion of a step, asked for by plain HTTP. */
  | {
      kind: 'completion';
      step: string;
      as: string;
      /** Prompt + max_tokens; 0 of a body that was given as it is. */
      tokensAsked: number;
      /** 0 if there was no answer. */
      httpStatus: number;
      /** `code` of the error, empty on success. */
      errorCode: string;
      /** The header as it came; null if there was none. */
      retryAfter: string | null;
      /** `total_tokens` of the answer's usage; null if it states none. */
      tokensUsed: number | null;
      /** Pieces of a streamed answer that came, each one token. */
      tokensStreamed: number;
      /** The client hung up, as the step told it to. */
      hungUp: boolean;
      /** From the start to the first byte of the body; null if none came. */
      firstByteMs: number | null;
      durationMs: number;
      /** Headers of the answer that a check may ask for, by name in lower case. */
      headers: Record<string, string>;
    }
  /** Objects that the administrator saw. */
  | {
      kind: 'objects-seen';
      step: string;
      objects: { name: string; noted: Record<string, string> }[];
      /** False if what the step waited for did not come. */
      settled: boolean;
    }
  /** Answers of Prometheus. */
  | {
      kind: 'reading';
      step: string;
      /** Pod and start of everyone who counted. */
      processes: readonly string[];
      /** By name of the query, then by label. */
      values: Record<string, Record<string, number>>;
      /** False if what the step waited for did not come. */
      settled: boolean;
    }
  /** What the platform asked a tenant for. Bounds of the period are in milliseconds since the epoch. */
  | ({ kind: 'bill'; step: string; tenant: string; fromMs: number; toMs: number } & Bill);
