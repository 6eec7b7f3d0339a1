import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { crowdSamplesHeader, samplesHeader } from '../../model/samples-header.ts';
import type { LoadSample } from '../../model/load-samples.ts';

/**
 * Raw samples on disk: gzipped CSV with the columns of `LoadSample`, readable up to the last flush even if we are killed.
 * What is not known is empty. `judge/load/samples-csv.ts` reads it.
 */
export interface SamplesFile {
  write(sample: LoadSample): void;
  /** Resolves when all is on disk; rejects with the first error of the file, e.g. a full disk. */
  close(): Promise<void>;
}

const flushEveryMs = 1000;

const milliseconds = (value: number): string => (Number.isNaN(value) ? '' : value.toFixed(3));

/** @param ofMany whether samples say which tenant sent them */
export function openSamplesFile(path: string, ofMany = false): SamplesFile {
  const gzip = createGzip({ level: 1 });
  const file = gzip.pipe(createWriteStream(path, { mode: 0o644 }));
  const done = finished(file);
  done.catch(() => gzip.destroy());
  gzip.on('error', () => {});
  const flushing = setInterval(() => gzip.flush(constants.Z_SYNC_FLUSH), flushEveryMs).unref();
  gzip.write(`${ofMany ? crowdSamplesHeader : samplesHeader}\n`);
  return {
    write({ intendedMs, latencyMs, firstByteMs, sendDelayMs, status, tenant = Number.NaN }) {
      const times = [intendedMs, latencyMs, firstByteMs, sendDelayMs].map(milliseconds).join(',');
      const sender = Number.isNaN(tenant) ? '' : tenant;
      gzip.write(ofMany ? `${times},${status},${sender}\n` : `${times},${status}\n`);
    },
    async close() {
      clearInterval(flushing);
      gzip.end();
      await done;
    },
  };
}
