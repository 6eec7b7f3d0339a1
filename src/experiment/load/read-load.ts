import type { Readable } from 'node:stream';
import { isWanted, parseK6Line } from './k6-line.ts';
import type { SampleBuffer } from './sample-buffer.ts';
import type { SamplesFile } from './samples-file.ts';

/** What k6 told on its standard output. */
export interface LoadReading {
  droppedIterations: number;
  refusedWithoutRetryAfter: number;
  /** Why some of it could not be read, if so. */
  lost: string | undefined;
}

/** Reads k6's JSON output to its end; every request goes to the buffer and to the file. */
export async function readLoad(
  output: Readable,
  samples: SampleBuffer,
  file: SamplesFile,
): Promise<LoadReading> {
  const reading: LoadReading = { droppedIterations: 0, refusedWithoutRetryAfter: 0, lost: undefined };
  const take = (line: string): void => {
    try {
      const parsed = parseK6Line(line);
      if (parsed.kind === 'request') {
        samples.add(parsed.intendedMs, parsed.latencyMs, parsed.status);
        file.write(parsed.intendedMs, parsed.latencyMs, parsed.status);
      } else if (parsed.kind === 'dropped-iterations') reading.droppedIterations += parsed.count;
      else reading.refusedWithoutRetryAfter += parsed.count;
    } catch (error) {
      reading.lost = `unreadable output of k6: ${(error as Error).message}`;
    }
  };
  let text = '';
  try {
    for await (const chunk of output.setEncoding('latin1') as AsyncIterable<string>) {
      text += chunk;
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
        if (isWanted(text, from)) take(text.slice(from, end));
      }
      text = text.slice(from);
    }
    if (isWanted(text, 0)) take(text);
  } catch (error) {
    reading.lost = `the output of k6 broke off: ${(error as Error).message}`;
  }
  return reading;
}
