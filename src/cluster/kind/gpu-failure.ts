import type { EnvironmentError } from '../../model/errors.ts';

/** A line that says what went wrong, rather than what to call for help or which file to read. */
const telling =
  /\b(?:error|failed|failure|cannot|could not|couldn't|unable|denied|refused|no such|not found)\b/i;
const mostCharacters = 400;

/** The line that names the cause, of the last ones that a program said: the last of those that tell of a failure. */
export function tellingLine(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((each) => telling.test(each)) ?? lines.at(-1) ?? 'it said nothing';
  // The cause stands at the end of what Docker and containerd say.
  return line.length > mostCharacters ? `…${line.slice(-mostCharacters)}` : line;
}

/** Why the node has no real GPUs, in one line, when making it failed. */
export const whyNoGpuNode = (error: EnvironmentError): string =>
  `GPUs are simulated though real ones were asked for: ${tellingLine(error.message)}${error.hint === undefined ? '' : `. ${error.hint}`}`;
