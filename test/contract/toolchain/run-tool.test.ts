import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { runTool } from '../../../src/toolchain/run-tool.ts';

const failing = (words: string): Promise<string> =>
  runTool(['sh'], ['-c', 'printf "$0" >&2; exit 1', words], {
    env: process.env,
    signal: AbortSignal.timeout(10_000),
    cwd: tmpdir(),
    timeoutMs: 5000,
  });

it("gives a tool's last words with what they belong to", async () => {
  const words =
    'go: downloading b v2\na.go:3:1: m@v1: reading /m: 404 Not Found\n\tserver response: not available\n';
  await expect(failing(words)).rejects.toThrow(
    'sh -c exited with 1: a.go:3:1: m@v1: reading /m: 404 Not Found server response: not available',
  );
});

it('finds a full disk among other words', async () => {
  await expect(failing('write x: No space left on device\nmake: stopped\n')).rejects.toThrow('No space left');
});
