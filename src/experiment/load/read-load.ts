import type { Readable } from 'node:stream';
import { neverStarted, type LoadSample } from '../../model/observation.ts';
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
  const reading: LoadReading = {
    droppedIterations: 0,
    refusedWithoutRetryAfter: 0,
    shamRequests: 0,
    lost: undefined,
  };
  const taker = lineTaker(reading, sinks);
  let text = '';
  try {
    for await (const chunk of output.setEncoding('latin1') as AsyncIterable<string>) {
      text += chunk;
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
        if (isWanted(text, from, sinks.streamed)) taker.take(text.slice(from, end));
      }
      text = text.slice(from);
    }
    if (isWanted(text, 0, sinks.streamed)) taker.take(text);
  } catch (error) {
    reading.lost = `the output of k6 broke off: ${(error as Error).message}`;
  }
  taker.finish();
  return reading;
}

interface LineTaker {
  take(line: string): void;
  finish(): void;
}

/** k6 writes the metrics of one request one after the other, `http_req_duration` first. */
function lineTaker(reading: LoadReading, { samples, file, streamed }: LoadSinks): LineTaker {
  let pending: LoadSample | undefined;
  const keep = (sample: LoadSample): void => {
    samples.add(sample);
    file.write(sample);
  };
  const finish = (): void => {
    if (pending) keep(pending);
    pending = undefined;
  };
  const take = (line: string): void => {
    const parsed = parseK6Line(line);
    switch (parsed.kind) {
      case 'request':
        finish();
        if (streamed) pending = parsed.sample;
        else keep(parsed.sample);
        break;
      case 'receiving':
        if (pending) pending.firstByteMs = toMicroseconds(pending.latencyMs - parsed.milliseconds);
        finish();
        break;
      case 'sham':
        finish();
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
    finish,
    take: (line) => {
      try {
        take(line);
      } catch (error) {
        reading.lost = `unreadable output of k6: ${(error as Error).message}`;
      }
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
