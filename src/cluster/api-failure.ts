import type { ApiException } from '@kubernetes/client-node';

/**
 * Whether the Kubernetes API answered a call with something else than success. Told by its shape: the client takes half a
 * second to load, for which `--help` and bad input need not wait.
 */
export const isApiException = (error: unknown): error is ApiException<unknown> =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'number' &&
  'body' in error &&
  'headers' in error;

/** What a refused or failed Kubernetes call says: `reason` and `message` of the Status object; status 0 if nobody answered. */
export function apiFailure(error: unknown): { httpStatus: number; reason: string; message: string } {
  if (!isApiException(error)) {
    return { httpStatus: 0, reason: 'NoAnswer', message: rootMessage(error) };
  }
  const status = parseStatus(error.body);
  return {
    httpStatus: error.code,
    reason: status.reason ?? '',
    message: status.message ?? error.message,
  };
}

function parseStatus(body: unknown): { reason?: string; message?: string } {
  try {
    return (typeof body === 'string' ? JSON.parse(body) : body) as { reason?: string; message?: string };
  } catch {
    return {};
  }
}

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootMessage(error.cause);
}
