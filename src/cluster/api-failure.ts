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

/**
 * What a refused or failed Kubernetes call says: `reason` and `message` of the Status object; status 0 if nobody answered.
 * Nothing else of the answer, whose headers may hold a cookie: this is published.
 */
export function apiFailure(error: unknown): { httpStatus: number; reason: string; message: string } {
  if (!isApiException(error)) {
    return { httpStatus: 0, reason: 'NoAnswer', message: rootMessage(error) };
  }
  const status = parseStatus(error.body);
  return {
    httpStatus: error.code,
    reason: status.reason ?? '',
    message: status.message ?? `HTTP ${error.code}`,
  };
}

/** Who stands before an API server may answer with anything, and with nothing: the client says 401 without a body. */
function parseStatus(body: unknown): { reason?: string; message?: string } {
  try {
    const status: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return { ...textOf(status, 'reason'), ...textOf(status, 'message') };
  } catch {
    return {};
  }
}

const textOf = <K extends string>(status: unknown, key: K): Partial<Record<K, string>> => {
  const value = isObject(status) ? status[key] : undefined;
  return typeof value === 'string' ? ({ [key]: value } as Record<K, string>) : {};
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : rootMessage(error.cause);
}
