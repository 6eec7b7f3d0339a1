import { referenceMaxTokens, referenceWords } from '../../model/reference-request.ts';

/** What k6 is told, in a file that only we, or in the cluster its pods, can read: it holds API keys. See `scenarios/k6/load.ts`. */
export interface LoadJob {
  url: string;
  /** API key of each tenant that sends. They take turns, so that each sends an equal part. */
  apiKeys: readonly string[];
  /** JSON body of every request; `distinctMark` in it becomes something else in each. */
  body: string;
  /** Requests of one iteration, sent at the same moment. */
  atOnce?: number;
  /** Tokens that each request asks for at most, if it is not the reference request. */
  tokensOfRequest?: number;
  timeoutSeconds: number;
  /** A refusal that has none of these headers does not say when to come back; default: Retry-After. Spelt as Go does. */
  comeBackHeaders?: readonly string[];
  /** Where stretches whose name begins with `shamPrefix` go instead of `url`. */
  sinkUrl?: string;
  stretches: readonly LoadStretch[];
}

/** Begins the name of a stretch that goes to the null sink. */
export const shamPrefix = 'sham_';

/** Whether a part of the load goes to a null sink. */
export const hasSham = ({ stretches }: Pick<LoadJob, 'stretches'>): boolean =>
  stretches.some(({ name }) => name.startsWith(shamPrefix));

/** Stands in a body where each request has something of its own, of the same length. */
export const distinctMark = '#'.repeat(16);

/** Constant rate for a while; offsets count from the release of the load. */
export interface LoadStretch {
  name: string;
  /** Of the requests, or of the moments at which several are sent. */
  rateRps: number;
  startSeconds: number;
  durationSeconds: number;
  /** Virtual users: the most requests that can be open at once before iterations are dropped. */
  vus: number;
  /** Of many senders: they begin one after the other within this time, and only then take turns; default 0. */
  joinSeconds?: number;
}

/** The reference request: small and always the same, so that latency changes only when the platform does. */
export function referenceRequest(model: string, { stream = false }: { stream?: boolean } = {}): string {
  return JSON.stringify({
    model,
    ...(stream ? { stream } : {}),
    max_tokens: referenceMaxTokens,
    messages: [{ role: 'user', content: referenceWords }],
  });
}

/** Longest time that a request may take before it counts as failed. */
export const requestTimeoutSeconds = 5;

/** Enough users for every request that can be open at once if each takes as long as `worstSeconds`. */
export const usersFor = (rateRps: number, worstSeconds: number): number =>
  Math.ceil(rateRps * worstSeconds) + 10;
