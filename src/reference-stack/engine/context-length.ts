import type { ApiError } from '../openai/api-error.ts';
import type { CompletionRequest } from '../openai/completion-request.ts';

/** The refusal of a request that is longer than the model's context, in vLLM's words; undefined if it fits. */
export function contextLengthError(request: CompletionRequest, maxModelLen: number): ApiError | undefined {
  const { promptTokens, maxTokens, kind } = request;
  const tokens = promptTokens + maxTokens;
  if (tokens <= maxModelLen) return undefined;
  const param = kind === 'chat' ? 'messages' : 'prompt';
  return {
    status: 400,
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    param,
    message: `This model's maximum context length is ${maxModelLen} tokens. However, you requested ${tokens} tokens (${promptTokens} in the ${param}, ${maxTokens} in the completion). Please reduce the length of the ${param} or completion.`,
  };
}
