import { EnvironmentError } from '../../model/errors.ts';

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

/** The same failure of making a node with real GPUs, its cause in one line, and the way around it. */
export const noGpuNode = (error: EnvironmentError): EnvironmentError =>
  new EnvironmentError(`No node with real GPUs: ${tellingLine(error.message)}`, {
    code: error.code,
    hint: [error.hint, 'Without --gpus real they are simulated.'].filter(Boolean).join(' '),
    cause: error,
  });
