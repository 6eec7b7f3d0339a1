import { z } from 'zod';
import { type ApiError, invalidRequest } from './api-error.ts';

export type CompletionKind = 'chat' | 'text';

/** What both gateway and engine need to know of a request for completion. */
export interface CompletionRequest {
  kind: CompletionKind;
  model: string;
  promptText: string;
  promptTokens: number;
  maxTokens: number;
  stream: boolean;
  /** A stream ends with an event that tells its usage. */
  includeUsage: boolean;
  /** The answer may come from a cache; ours, not OpenAI's. */
  cache: boolean;
}

const defaultMaxTokens = 16;
const highestMaxTokens = 131_072;

const maxTokens = z.int().min(1).max(highestMaxTokens).nullish();
const common = {
  model: z.string().min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  cache: z.boolean().nullish(),
  max_tokens: maxTokens,
  // More than one answer to a request would multiply its cost past what was reserved for it.
  n: z.literal(1).nullish(),
  best_of: z.literal(1).nullish(),
};
const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const schemas = {
  text: z.looseObject({ ...common, prompt: z.string() }),
  chat: z.looseObject({
    ...common,
    max_completion_tokens: maxTokens,
    messages: z
      .array(z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(textPart)]) }))
      .min(1),
  }),
};

/** Parses the body of `/v1/chat/completions` or `/v1/completions`. */
export function parseCompletionRequest(
  kind: CompletionKind,
  body: Buffer,
): { request: CompletionRequest } | { error: ApiError } {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    return { error: invalidRequest('The request body is not valid JSON.') };
  }
  return kind === 'chat' ? parseChat(json) : parseText(json);
}

function parseText(json: unknown): { request: CompletionRequest } | { error: ApiError } {
  const { success, data, error } = schemas.text.safeParse(json);
  if (!success) return { error: fromIssues(error) };
  return { request: toRequest('text', data, { promptText: data.prompt, maxTokens: data.max_tokens }) };
}

function parseChat(json: unknown): { request: CompletionRequest } | { error: ApiError } {
  const { success, data, error } = schemas.chat.safeParse(json);
  if (!success) return { error: fromIssues(error) };
  const promptText = data.messages
    .map(({ content }) => (typeof content === 'string' ? content : content.map(({ text }) => text).join('')))
    .join('\n');
  return {
    request: toRequest('chat', data, {
      promptText,
      maxTokens: data.max_completion_tokens ?? data.max_tokens,
    }),
  };
}

function toRequest(
  kind: CompletionKind,
  data: z.infer<z.ZodObject<typeof common>>,
  { promptText, maxTokens }: { promptText: string; maxTokens: number | null | undefined },
): CompletionRequest {
  return {
    kind,
    model: data.model,
    promptText,
    promptTokens: countTokens(promptText),
    maxTokens: maxTokens ?? defaultMaxTokens,
    stream: data.stream ?? false,
    includeUsage: data.stream_options?.include_usage ?? false,
    cache: data.cache ?? false,
  };
}

/** Tokens of a text in the simulated tokenizer: one for every four bytes begun, at least one. */
function countTokens(text: string): number {
  return Math.max(1, Math.ceil(Buffer.byteLength(text) / 4));
}

function fromIssues(error: z.ZodError): ApiError {
  const issue = error.issues[0];
  const param = issue?.path.join('.') ?? '';
  const text = issue?.message ?? 'invalid input';
  return param === '' ? invalidRequest(text) : invalidRequest(`${param}: ${text}`, param);
}
