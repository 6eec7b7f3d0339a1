import { z } from 'zod';

const text = z.string().nullish();

/** What we read of an event of a streamed completion; models that think aloud name their thoughts in one way or another. */
const shape = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: text, reasoning_content: text, reasoning: text }).nullish(),
        text,
        finish_reason: text,
      }),
    )
    .optional(),
  usage: z.object({ completion_tokens: z.number().nullish() }).nullish(),
  error: z.unknown().optional(),
});

/** What one event of a streamed completion says. */
export interface CompletionEvent {
  /** It carries text. */
  isToken: boolean;
  /** It says that the answer is complete. */
  isEnd: boolean;
  /** It says that something went wrong. */
  isError: boolean;
  /** Tokens of the whole answer, if it states them. */
  tokensStated?: number;
}

const end: CompletionEvent = { isToken: false, isEnd: true, isError: false };

/**
 * Reads an event of OpenAI's API for streamed completions, of either kind
 * (https://platform.openai.com/docs/api-reference/chat-streaming).
 * @returns undefined if it is none
 */
export function completionEvent(data: string): CompletionEvent | undefined {
  if (data.trim() === '[DONE]') return end;
  const parsed = shape.safeParse(jsonOf(data));
  if (!parsed.success) return undefined;
  const { choices = [], usage, error } = parsed.data;
  const tokens = usage?.completion_tokens;
  return {
    isToken: choices.some(({ delta, text }) =>
      [delta?.content, delta?.reasoning_content, delta?.reasoning, text].some(Boolean),
    ),
    isEnd: choices.some(({ finish_reason }) => Boolean(finish_reason)),
    isError: error !== undefined && error !== null,
    ...(typeof tokens === 'number' ? { tokensStated: tokens } : {}),
  };
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}
