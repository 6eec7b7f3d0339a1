import { coloursFor } from './colours.ts';
import { liveProgress } from './live-progress.ts';
import { plainProgress } from './plain-progress.ts';
import { quietProgress } from './quiet-progress.ts';
import type { ProgressScreen } from './terminal-progress.ts';

/** Progress on standard error: drawn anew on a terminal that can, plain lines elsewhere, none if it is to be quiet. */
export function progressOn(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  { quiet = false }: { quiet?: boolean } = {},
): ProgressScreen {
  if (quiet) return quietProgress(stream);
  return canBeDrawnAnew(stream, env) ? liveProgress(stream, coloursFor(stream, env)) : plainProgress(stream);
}

/** Who wants no colours, or has a terminal without them, gets lines that stay: they suit screen readers and logs as well. */
const canBeDrawnAnew = ({ isTTY }: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean =>
  isTTY === true && !env['CI'] && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
