import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findPrograms } from '../../../src/toolchain/toolchain.ts';
import { addresses, k6Archive, mirrorWithK6 } from './artefacts.ts';
import { addTool, createWorkbench, listing, recordingProgress, type Mirror } from './workbench.ts';

const { signal } = new AbortController();
const script = join(import.meta.dirname, 'find-k6.ts');

function startProcess(env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Serves half of the archive, then holds the connection open; resolves once the half is on its way. */
async function stallingMirror(): Promise<{
  mirror: Mirror;
  archive: Buffer;
  halfServed: Promise<ServerResponse>;
}> {
  const archive = await k6Archive();
  const mirror = await mirrorWithK6(archive);
  const halfServed = Promise.withResolvers<ServerResponse>();
  mirror.files.set(addresses.k6, (_request, response) => {
    response.writeHead(200, { 'content-length': archive.length });
    response.write(archive.subarray(0, archive.length / 2), () => halfServed.resolve(response));
  });
  return { mirror, archive, halfServed: halfServed.promise };
}

describe('interrupted work', () => {
  it('by SIGKILL in mid-download leaves nothing that the next start does not clean up', async () => {
    const { mirror, archive, halfServed } = await stallingMirror();
    const { env, cache } = await createWorkbench(mirror.url);
    const child = startProcess(env);
    await halfServed;
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await listing(join(cache, 'programs', 'k6-1.1.0'))).toContain('tmp');
    mirror.files.set(addresses.k6, archive);
    const { k6 } = await findPrograms(['k6'], { env, signal, progress: recordingProgress() });
    expect(execFileSync(k6, { encoding: 'utf8' })).toBe('k6 v1.1.0\n');
    expect(await listing(join(cache, 'programs', 'k6-1.1.0'))).toEqual(['bin', 'bin/k6', 'k6.json']);
  });

  it('by an abort in mid-download ends with its reason and leaves nothing', async () => {
    const { mirror, halfServed } = await stallingMirror();
    const { env, cache } = await createWorkbench(mirror.url);
    const controller = new AbortController();
    const progress = recordingProgress();
    const finding = findPrograms(['k6'], { env, signal: controller.signal, progress });
    await halfServed;
    controller.abort(new Error('Ctrl-C'));
    await expect(finding).rejects.toThrow('Ctrl-C');
    expect(progress.notes).toEqual([]);
    expect(await listing(join(cache, 'programs', 'k6-1.1.0'))).toEqual([]);
  });

  it('by SIGKILL in mid-build takes the build with it', async () => {
    const mirror = await mirrorWithK6(Buffer.from('no archive'));
    const bench = await createWorkbench(mirror.url);
    const building = Promise.withResolvers<string>();
    mirror.files.set('/building', (request, response) => {
      building.resolve(request.headers['x-process'] as string);
      response.end();
    });
    const tell = `exec 3<>/dev/tcp/127.0.0.1/${new URL(mirror.url).port}; printf "GET /building HTTP/1.0\\r\\nx-process: $$\\r\\n\\r\\n" >&3`;
    await addTool(bench, 'pip', `exec bash -c '${tell}; exec sleep 60'`);
    const child = startProcess({ ...bench.env, PATH: `${bench.tools}:/usr/bin:/bin` });
    const tool = Number(await building.promise);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => isRunning(tool)).toBe(false);
  });
});

describe('two processes at once', () => {
  it('share one download', async () => {
    const { mirror, archive, halfServed } = await stallingMirror();
    const { env } = await createWorkbench(mirror.url);
    const first = startProcess(env);
    const response = await halfServed;
    const progress = recordingProgress();
    const waiting = Promise.withResolvers<void>();
    const second = findPrograms(['k6'], {
      env,
      signal,
      progress: {
        ...progress,
        step: () => ({
          update: (line) => void (line.includes('waiting for process') && waiting.resolve()),
          done: () => {},
          failed: () => {},
        }),
      },
    });
    await waiting.promise;
    response.end(archive.subarray(archive.length / 2));
    const printed = first.stdout === null ? '' : await text(first.stdout);
    expect((await second).k6).toBe(printed);
    expect(mirror.asked).toEqual([addresses.k6Checksums, addresses.k6]);
    expect(progress.notes).toEqual([]);
  });
});

/** A process that has ended but was not yet waited for by its new parent counts as gone. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State: gone');
  return !/^State:\s+(Z|X|gone)/m.test(status);
}
