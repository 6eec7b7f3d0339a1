import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { onTestFinished } from 'vitest';
import type { Progress } from '../../../src/model/progress.ts';

/** A cache, a PATH with nothing on it, and the environment that points at both. */
export interface Workbench {
  cache: string;
  tools: string;
  env: NodeJS.ProcessEnv;
}

export async function createWorkbench(mirror?: string): Promise<Workbench> {
  const root = await mkdtemp(join(tmpdir(), 'tenantproof-toolchain-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const tools = join(root, 'tools');
  await mkdir(tools);
  const env = {
    PATH: tools,
    XDG_CACHE_HOME: root,
    TENANTPROOF_PROGRAMS: '',
    ...(mirror === undefined ? {} : { TENANTPROOF_MIRROR: mirror }),
  };
  return { cache: join(root, 'tenantproof'), tools, env };
}

/** Puts a tool on the bench's PATH; it has the system's own tools on its own. */
export async function addTool({ tools }: Workbench, name: string, script: string): Promise<void> {
  await writeFile(join(tools, name), `#!/bin/sh\nset -e\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
}

/** A tiny program that knows its version, padded so that a transfer of it can break off in the middle. */
export const program = (says: string, padding = 0): Buffer =>
  Buffer.from(`#!/bin/sh\necho '${says}'\nexit 0\n${'#'.repeat(padding)}\n`);

export async function tarball(members: Record<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(members)) archive.entry({ name, mode: 0o755 }, content);
  archive.finalize();
  return await buffer(archive.pipe(createGzip()));
}

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

export type Answer = Buffer | string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface Mirror {
  url: string;
  /** What it answers, by path; anything else is 404. */
  files: Map<string, Answer>;
  /** Paths asked for, in order. */
  asked: string[];
}

/** A real HTTP server on the loopback. */
export async function startMirror(files: Record<string, Answer> = {}): Promise<Mirror> {
  const mirror: Mirror = { url: '', files: new Map(Object.entries(files)), asked: [] };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    mirror.asked.push(path);
    const answer = mirror.files.get(path);
    if (typeof answer === 'function') answer(request, response);
    else if (answer === undefined) response.writeHead(404).end();
    else response.end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  mirror.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return mirror;
}

/** Keeps what a reader would have seen. */
export function recordingProgress(): Progress & { notes: string[]; steps: string[] } {
  const notes: string[] = [];
  const steps: string[] = [];
  const say = (text = ''): void => void steps.push(text);
  return {
    notes,
    steps,
    note: (text) => void notes.push(text),
    step: (text) => {
      say(text);
      return { update: say, done: say, failed: say };
    },
  };
}

/** Every file and folder below, relative; empty if there is none. */
export async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  return entries.toSorted((a, b) => a.localeCompare(b));
}
