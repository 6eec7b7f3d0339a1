import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { digestLoad } from '../../judge/load/digest-load.ts';
import { samplesReader } from '../../judge/load/samples-csv.ts';
import type { Window } from '../../judge/windows.ts';
import type { LoadDigest } from '../../model/load-digest.ts';

const chunkBytes = 2 ** 16;

/** A load as it was recorded, and why some of it could not be read, if so. */
export interface ReadLoad {
  load: LoadDigest;
  lost?: string;
}

/** Counts up a file of samples as it streams by; of a file that is cut, what is whole. */
export async function readSamples(
  path: string,
  windows: readonly Window[],
  keepAdmitted: boolean,
): Promise<ReadLoad> {
  const digester = digestLoad(windows, keepAdmitted);
  const reader = samplesReader((sample) => digester.add(sample));
  try {
    await pipeline(
      createReadStream(path, { highWaterMark: chunkBytes }),
      createGunzip({ chunkSize: chunkBytes }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) reader.read(chunk);
      },
    );
    reader.finish();
    return { load: digester.finish() };
  } catch (error) {
    return { load: digester.finish(), lost: (error as Error).message };
  }
}
