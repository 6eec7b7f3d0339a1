import type { Readable } from 'node:stream';
import { neverStarted, type LoadSample } from '../../model/load-samples.ts';
import { isWanted, parseK6Line, toMicroseconds } from './k6-line.ts';
import type { SampleBuffer } from './sample-buffer.ts';
import type { SamplesFile } from './samples-file.ts';

/** What k6 told on its standard output. */
export interface LoadReading {
  droppedIterations: number;
  refusedWithoutRetryAfter: number;
  shamRequests: number;
  /** Why some of it could not be read, if so. */
  lost: string | undefined;
}

export interface LoadSinks {
  samples: SampleBuffer;
  file: SamplesFile;
  /** Whether answers are streamed, so that the time to the first byte is read too. */
  streamed: boolean;
}

/** Reads k6's JSON output to its end; every request goes to the buffer and to the file. */
export async function readLoad(output: Readable, sinks: LoadSinks): Promise<LoadReading> {
  const reader = loadReader(sinks);
  try {
    for await (const line of wantedLines(output, sinks.streamed)) reader.take(line);
  } catch (error) {
    reader.lose(`the output of k6 broke off: ${(error as Error).message}`);
  }
  return reader.finish();
}

/** The lines of k6's JSON output that we read, as they come. @throws what the stream throws */
export async function* wantedLines(output: Readable, streamed: boolean): AsyncGenerator<string> {
  let text = '';
  for await (const chunk of output.setEncoding('latin1') as AsyncIterable<string>) {
    text += chunk;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
      if (isWanted(text, from, streamed)) yield text.slice(from, end);
    }
    text = text.slice(from);
  }
  if (isWanted(text, 0, streamed)) yield text;
}

/** Takes the lines of one k6 in their order. */
export interface LoadReader {
  take(line: string): void;
  /** Something is missing that cannot be had any more. */
  lose(cause: string): void;
  /** No more lines come. */
  finish(): LoadReading;
}

/** k6 writes the metrics of one request one after the other, `http_req_duration` first. */
export function loadReader({ samples, file, streamed }: LoadSinks): LoadReader {
  const reading: LoadReading = {
    droppedIterations: 0,
    refusedWithoutRetryAfter: 0,
    shamRequests: 0,
    lost: undefined,
  };
  let pending: LoadSample | undefined;
  const keep = (sample: LoadSample): void => {
    samples.add(sample);
    file.write(sample);
  };
  const settle = (): void => {
    if (pending) keep(pending);
    pending = undefined;
  };
  const take = (line: string): void => {
    const parsed = parseK6Line(line);
    switch (parsed.kind) {
      case 'request':
        settle();
        if (streamed) pending = parsed.sample;
        else keep(parsed.sample);
        break;
      case 'receiving':
        if (pending) pending.firstByteMs = toMicroseconds(pending.latencyMs - parsed.milliseconds);
        settle();
        break;
      case 'sham':
        settle();
        reading.shamRequests++;
        break;
      case 'dropped-iterations':
        reading.droppedIterations += parsed.count;
        for (let index = 0; index < parsed.count; index++) keep(unstarted(parsed.atMs));
        break;
      case 'refused-without-retry-after':
        reading.refusedWithoutRetryAfter += parsed.count;
    }
  };
  return {
    take: (line) => {
      try {
        take(line);
      } catch (error) {
        reading.lost = `unreadable output of k6: ${(error as Error).message}`;
      }
    },
    lose: (cause) => {
      reading.lost = cause;
    },
    finish: () => {
      settle();
      return reading;
    },
  };
}

const unstarted = (atMs: number): LoadSample => ({
  intendedMs: toMicroseconds(atMs),
  latencyMs: Number.NaN,
  firstByteMs: Number.NaN,
  sendDelayMs: Number.NaN,
  status: neverStarted,
});
