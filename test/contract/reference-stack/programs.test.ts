import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Control } from '../../../src/reference-stack/gateway/control.ts';
import { watchConfigFile, watchKeysFile } from '../../../src/reference-stack/gateway/sources/file-source.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reference-stack-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('hog', () => {
  const run = async (env: Record<string, string>): Promise<{ code: number; lines: string[] }> => {
    const hog = spawn(process.execPath, ['src/reference-stack/hog/main.ts'], { env });
    let output = '';
    hog.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(hog, 'close')) as [number];
    return { code, lines: output.trim().split('\n') };
  };

  it('says after each step how much it has, holds it and leaves with success', async () => {
    const log = join(folder, 'termination-log');
    const ended = await run({ CEILING_BYTES: '40000000', HOLD_MS: '0', TERMINATION_LOG: log });
    expect(ended).toEqual({
      code: 0,
      lines: ['allocated 16777216', 'allocated 33554432', 'allocated 40000000'],
    });
    expect(await readFile(log, 'utf8')).toBe('held 40000000');
  });

  it('takes nothing without a ceiling', async () => {
    expect(await run({})).toMatchObject({ code: 1, lines: [''] });
  });
});

describe('files that the gateway watches', () => {
  it('are taken up at the start and after every change', async () => {
    const told: string[] = [];
    let wake = (): void => {};
    const tell = (line: string): void => {
      told.push(line);
      wake();
    };
    const control: Control = {
      setConfig: (text) => tell(`config ${text}`),
      setKeys: (keys) => tell(`keys ${[...keys].join(' ')}`),
      setEngines: () => {},
      setTrouble: (_source, trouble) => trouble !== undefined && tell('trouble'),
    };
    const until = async (line: string): Promise<boolean> => {
      while (!told.includes(line)) await new Promise<void>((resolve) => (wake = resolve));
      return true;
    };
    const stop = new AbortController();
    const files = { config: join(folder, 'gateway.yaml'), keys: join(folder, 'keys.json') };
    await writeFile(files.config, 'one');
    await writeFile(files.keys, '{"tenant-a":"k1"}');
    await watchConfigFile(files.config, control, stop.signal);
    await watchKeysFile(files.keys, control, stop.signal);
    expect(told).toEqual(['config one', 'keys tenant-a,k1']);
    await writeFile(files.config, 'two');
    expect(await until('config two')).toBe(true);
    await writeFile(files.keys, 'not json');
    expect(await until('trouble')).toBe(true);
    await writeFile(files.keys, '{"tenant-a":"k2"}');
    expect(await until('keys tenant-a,k2')).toBe(true);
    stop.abort();
  });
});
