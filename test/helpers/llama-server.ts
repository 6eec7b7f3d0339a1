import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonPackages } from './python-packages.ts';
import { startProgram } from './started-program.ts';

/** `xllamacpp` carries llama.cpp with its server, built for any x86-64; `gguf` writes the model. */
const packages = ['xllamacpp==2026.10.11549', 'gguf==0.19.0'];

/** An engine stands elsewhere than what measures it. Here both share a few cores, and k6 must send its requests on time. */
const behindTheLoad = ['nice', '-n', '10'] as const;

/** An engine that nobody here wrote, on loopback: it really computes, on one core. */
export interface LlamaServer extends AsyncDisposable {
  url: URL;
}

export interface LlamaOptions {
  /** Whoever has none of them gets a 401; everybody is served if there are none. */
  apiKeys?: readonly string[];
  /** Sequences that run at once; default 4. More wait, without a bound. */
  slots?: number;
  /** Of the model: a token takes some 0.2 ms at the default of 64, and 3 ms at 1024. */
  width?: number;
}

/**
 * The packages, got once into the cache folder.
 * @throws EnvironmentError `tool-missing`, `tool-failed`
 */
export const findLlama = (signal: AbortSignal): Promise<string> => pythonPackages('llama', packages, signal);

/** Resolves when the server has loaded its model and listens. */
export async function startLlama(
  { apiKeys = [], slots = 4, width = 64 }: LlamaOptions,
  signal: AbortSignal,
): Promise<LlamaServer> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-llama-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const program = join(import.meta.dirname, 'llama-server.py');
  const server = starting.use(
    startProgram([...behindTheLoad, 'python3', program], {
      signal,
      input: JSON.stringify({ folder, apiKeys, slots, width }),
      env: { PYTHONPATH: await findLlama(signal), PYTHONDONTWRITEBYTECODE: '1' },
    }),
  );
  const url = new URL(await server.firstLine());
  const running = starting.move();
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
