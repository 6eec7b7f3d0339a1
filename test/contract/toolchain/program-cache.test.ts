import { execFileSync } from 'node:child_process';
import { chmod, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { mirrorWithK6 } from './artefacts.ts';
import { createWorkbench, recordingProgress } from './workbench.ts';

const { signal } = new AbortController();

async function cachedK6() {
  const mirror = await mirrorWithK6();
  const { env } = await createWorkbench(mirror.url);
  const find = async (progress = recordingProgress()) => {
    const { k6 } = await findPrograms(['k6'], { env, signal, progress });
    return k6;
  };
  const k6 = await find();
  mirror.asked.length = 0;
  return { k6, find, mirror, record: join(dirname(dirname(k6)), 'k6.json') };
}

describe('the cache', () => {
  it.each([
    ['cut short', (k6: string) => truncate(k6, 5)],
    ['emptied', (k6: string) => truncate(k6, 0)],
    [
      'changed in one byte',
      async (k6: string) => {
        const content = await readFile(k6);
        content[content.length - 2] = 0x21;
        await writeFile(k6, content);
      },
    ],
  ])('replaces a program that was %s, and says so', async (_, harm) => {
    const { k6, find, mirror } = await cachedK6();
    await harm(k6);
    const progress = recordingProgress();
    expect(await find(progress)).toBe(k6);
    expect(execFileSync(k6, { encoding: 'utf8' })).toBe('k6 v1.1.0\n');
    expect(progress.notes[0]).toBe(`${k6} changed since it was stored; getting it anew`);
    expect(mirror.asked).toHaveLength(2);
  });

  it.each([
    ['a program that vanished', (k6: string, _record: string) => rm(k6)],
    ['a record that vanished', (_k6: string, record: string) => rm(record)],
    ['a record that makes no sense', (_k6: string, record: string) => writeFile(record, '{"version": 3')],
  ])('replaces %s', async (_, harm) => {
    const { k6, find, mirror, record } = await cachedK6();
    await harm(k6, record);
    expect(await find()).toBe(k6);
    expect(mirror.asked).toHaveLength(2);
  });

  it('keeps a program whose file was only copied or touched', async () => {
    const { k6, find, mirror, record } = await cachedK6();
    const before = await readFile(record, 'utf8');
    await utimes(k6, 1_000_000, 1_000_000);
    await chmod(k6, 0o755);
    expect(await find()).toBe(k6);
    expect(mirror.asked).toEqual([]);
    const after = await readFile(record, 'utf8');
    expect(after).not.toBe(before);
    await find();
    expect(await readFile(record, 'utf8')).toBe(after);
  });

  it('that cannot be a folder is named, with what to do', async () => {
    const { env, tools } = await createWorkbench((await mirrorWithK6()).url);
    const file = join(tools, 'a-file');
    await writeFile(file, '');
    const blocked = { ...env, XDG_CACHE_HOME: file };
    await expect(
      findPrograms(['k6'], { env: blocked, signal, progress: recordingProgress() }),
    ).rejects.toMatchObject({ code: 'cache-unusable', hint: expect.stringContaining(file) });
  });
});
