import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';

/** Raw samples on disk: gzipped CSV `intended_ms,latency_ms,status`, readable up to the last flush even if we are killed. */
export interface SamplesFile {
  write(intendedMs: number, latencyMs: number, status: number): void;
  /** Resolves when all is on disk; rejects with the first error of the file, e.g. a full disk. */
  close(): Promise<void>;
}

const flushEveryMs = 1000;

export function openSamplesFile(path: string): SamplesFile {
  const gzip = createGzip({ level: 1 });
  const file = gzip.pipe(createWriteStream(path, { mode: 0o644 }));
  const done = finished(file);
  done.catch(() => gzip.destroy());
  gzip.on('error', () => {});
  const flushing = setInterval(() => gzip.flush(constants.Z_SYNC_FLUSH), flushEveryMs).unref();
  gzip.write('intended_ms,latency_ms,status\n');
  return {
    write(intendedMs, latencyMs, status) {
      gzip.write(`${intendedMs.toFixed(3)},${latencyMs.toFixed(3)},${status}\n`);
    },
    async close() {
      clearInterval(flushing);
      gzip.end();
      await done;
    },
  };
}
