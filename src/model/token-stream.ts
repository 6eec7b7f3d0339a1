/** How the streams are asked for by which the time between tokens is seen; one at a time. */
export interface TokenStreamsPlan {
  maxTokens: number;
  /** From the start of one to that of the next, at least; and from the end of one to the start of the next. */
  everySeconds: number;
  pauseSeconds: number;
  /** No more than so many are opened in an arm. */
  most: number;
}

/** Tokens that a stream asks for at most; its prompt is a sentence, with a chat template around it. */
export const tokensOfStream = ({ maxTokens }: Pick<TokenStreamsPlan, 'maxTokens'>): number => maxTokens + 60;

/** How a stream of tokens ended. */
export type TokenStreamEnd =
  /** It said that it was complete. */
  | 'complete'
  /** No answer, or one with another status than success. */
  | 'refused'
  /** The connection ended before the stream had said that it was complete. */
  | 'broken-off'
  /** The next token did not come within the longest time that is waited for one. */
  | 'stalled'
  /** What came is no stream of completion events. */
  | 'garbled'
  /** It went on beyond what was asked for, and we hung up. */
  | 'cut'
  /** The arm was over, and we hung up. */
  | 'stopped';

/** One streamed completion, as its client saw it. */
export interface TokenStream {
  /** Milliseconds since the epoch, on the clock of the observations. */
  startedAtMs: number;
  /** 0 if there was no answer. */
  httpStatus: number;
  end: TokenStreamEnd;
  /** What went wrong, in a few words; empty if nothing did. */
  cause: string;
  /** From the start to the first token (TTFT); null if none came. */
  firstTokenMs: number | null;
  /**
   * Between each token and the one before (ITL), in milliseconds to the microsecond. A token is an event that carries
   * text: an engine may put several tokens into one, which for a reader come at once.
   */
  gapsMs: readonly number[];
  /** Reads of the connection in which tokens came: fewer than tokens where something on the way collects them. */
  reads: number;
  /** Tokens of the answer by its own account; null if it gives none. */
  tokensStated: number | null;
  /** From the start to its end, whatever that was. */
  durationMs: number;
  /** p99 of how late the client itself was to look while the stream was open. */
  ownLagMs: number;
}

/** What is seen by streaming completions while an arm is played. */
export type TokenStreamFact =
  | ({
      kind: 'token-stream';
      /** The tenant that asked. */
      as: string;
      /** From 0, without gaps. */
      index: number;
    } & TokenStream)
  /** No more streams were opened after so many. */
  | { kind: 'token-streams-ended'; streams: number };
