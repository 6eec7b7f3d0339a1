import type { ServerResponse } from 'node:http';

/** A request that is not served, as the client will read it. */
export interface ApiError {
  status: number;
  /** OpenAI's `type`, e.g. `invalid_request_error`. */
  type: string;
  code: string;
  message: string;
  param?: string;
}

export function invalidRequest(message: string, param?: string): ApiError {
  return {
    status: 400,
    type: 'invalid_request_error',
    code: 'invalid_request',
    message,
    ...(param === undefined ? {} : { param }),
  };
}

/** Answers with `{"error":{"message","type","param","code"}}`, the shape that OpenAI's clients parse. */
export function sendApiError(
  response: ServerResponse,
  error: ApiError,
  headers: Record<string, string | number> = {},
): void {
  const { message, type, param = null, code } = error;
  sendJson(response, { status: error.status, body: { error: { message, type, param, code } }, headers });
}

export interface JsonAnswer {
  status?: number;
  body: unknown;
  headers?: Record<string, string | number>;
}

export function sendJson(response: ServerResponse, { status = 200, body, headers = {} }: JsonAnswer): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': bytes.length,
  });
  response.end(bytes);
}
