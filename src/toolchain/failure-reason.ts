/** Why something failed, in one line that a newcomer can read. */
export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const place = path === undefined ? '' : ` (${path})`;
  if (code === 'ENOSPC' || /no space left on device/i.test(error.message)) return `the disk is full${place}`;
  if (code === 'EDQUOT') return `the disk quota is used up${place}`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `no permission to write${place}`;
  return firstLine(networkCause(error) ?? error.message);
}

/** `fetch` says only "fetch failed"; the reason is in its cause, which is several errors if a host has several addresses. */
function networkCause(error: Error): string | undefined {
  const { cause } = error;
  if (!(cause instanceof Error) || !(error instanceof TypeError)) return undefined;
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : cause.message;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
