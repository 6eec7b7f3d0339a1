import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../../src/system/cache-folder.ts';
import { waitForLock } from '../../src/system/named-lock.ts';
import { cacheLockName } from '../../src/toolchain/cache-lock.ts';
import { runTool } from '../../src/toolchain/run-tool.ts';

/**
 * The folder with some Python packages and what they need, for `PYTHONPATH`. Got once for each version of Python, as
 * wheels alone: nothing is compiled, and nothing is installed outside the cache folder.
 * @throws EnvironmentError `tool-missing`, `tool-failed`
 */
export async function pythonPackages(
  name: string,
  requirements: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const cache = cacheFolder();
  const tool = { env: process.env, signal, timeoutMs: 300_000 };
  const version = await runTool(['python3'], ['--version'], { ...tool, cwd: process.cwd() });
  const key = createHash('sha256')
    .update([version, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, 'python-packages', `${name}-${key}`);
  await using held = new AsyncDisposableStack();
  const lock = { signal, onWait: () => {} };
  held.use(await waitForLock(cacheLockName(cache, `python-${name}`), `process ${process.pid}`, lock));
  if (await isThere(folder)) return folder;
  const work = `${folder}.partial`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const target = join(work, 'packages');
  const options = ['--quiet', '--no-cache-dir', '--only-binary', ':all:', '--target', target];
  await runTool(['python3', '-m', 'pip'], ['install', ...options, ...requirements], { ...tool, cwd: work });
  await rename(target, folder);
  await rm(work, { recursive: true });
  return folder;
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
