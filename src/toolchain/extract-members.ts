import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { EnvironmentError } from '../model/errors.ts';

/**
 * Writes some members of a .tar.gz to files; no other member touches the disk.
 * @param targets path of each member, without a leading `./`, and the file to write it to
 * @throws EnvironmentError `member-missing` if the archive lacks one.
 */
export async function extractMembers(
  archive: string,
  targets: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const missing = new Map(targets);
  const unpack = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), unpack, { signal });
  const writing = (async () => {
    for await (const entry of unpack) {
      const name = entry.header.name.replace(/^\.\//, '');
      const target = missing.get(name);
      if (target === undefined || entry.header.type !== 'file') {
        entry.resume();
        continue;
      }
      await pipeline(entry, createWriteStream(target, { mode: 0o755 }), { signal });
      missing.delete(name);
    }
  })();
  await Promise.all([reading, writing]);
  if (missing.size > 0) {
    throw new EnvironmentError(`the archive lacks ${[...missing.keys()].join(', ')}`, {
      code: 'member-missing',
    });
  }
}
