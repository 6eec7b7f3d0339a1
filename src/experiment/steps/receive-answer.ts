import type { ObservedFact } from '../../model/observation.ts';
import type { CompletionsStep } from '../../model/step.ts';
import { nowMs } from '../../system/clock.ts';
import { pause } from '../../system/pause.ts';

export type Answer = Omit<
  Extract<ObservedFact, { kind: 'completion' }>,
  'kind' | 'step' | 'as' | 'tokensAsked' | 'durationMs'
>;

export const unanswered: Answer = {
  httpStatus: 0,
  errorCode: '',
  retryAfter: null,
  tokensUsed: null,
  tokensStreamed: 0,
  hungUp: false,
  firstByteMs: null,
  headers: {},
};

/** Headers that a check may ask for; whatever else comes is not recorded. */
const isTelling = (name: string): boolean => name.startsWith('x-ratelimit-') || name.startsWith('x-cache');

interface Receiving {
  step: CompletionsStep;
  /** Milliseconds since the epoch. */
  startedMs: number;
  /** Aborted by us when the client is to hang up. */
  hangingUp: AbortController;
}

/**
 * Reads an answer as the client of the step does: at its pace, to its end or until it hangs up.
 * @throws what fetch throws if there is no answer
 */
export async function receiveAnswer(call: Promise<Response>, receiving: Receiving): Promise<Answer> {
  const { step, startedMs, hangingUp } = receiving;
  const response = await call;
  const answer: Answer = {
    ...unanswered,
    httpStatus: response.status,
    retryAfter: response.headers.get('retry-after'),
    headers: Object.fromEntries([...response.headers].filter(([name]) => isTelling(name))),
  };
  const enough = step.hangUp && 'afterTokens' in step.hangUp ? step.hangUp.afterTokens : Infinity;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      answer.firstByteMs ??= nowMs() - startedMs;
      text += decoder.decode(chunk, { stream: true });
      answer.tokensStreamed = tokensIn(text);
      if (answer.tokensStreamed >= enough) hangingUp.abort();
      if (step.readDelayMs !== undefined) await pause(step.readDelayMs, hangingUp.signal);
    }
  } catch (error) {
    if (!hangingUp.signal.aborted) throw error;
  }
  return { ...answer, ...statedIn(text), hungUp: hangingUp.signal.aborted };
}

/** Every event of a stream but `[DONE]` and one that only states the usage carries one token. */
const tokensIn = (text: string): number =>
  text.split('\n').filter((line) => line.startsWith('data: {') && !/"choices":\[\]/.test(line)).length;

interface Stated {
  usage?: { total_tokens?: number } | null;
  error?: { code?: string | null };
}

/** What the body says of its cost, or of why there is none; a stream says it in its last event. */
function statedIn(text: string): Pick<Answer, 'errorCode' | 'tokensUsed'> {
  const bodies = text.startsWith('data: ')
    ? text.split('\n').map((line) => line.slice('data: '.length))
    : [text];
  const stated = bodies.map(parse);
  return {
    errorCode: stated.find(({ error }) => error)?.error?.code ?? '',
    tokensUsed: stated.findLast(({ usage }) => usage)?.usage?.total_tokens ?? null,
  };
}

function parse(text: string): Stated {
  try {
    return (JSON.parse(text) ?? {}) as Stated;
  } catch {
    return {};
  }
}
