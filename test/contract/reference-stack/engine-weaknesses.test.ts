import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../src/system/free-port.ts';
import { engineHeaders, startEngine } from '../../helpers/loopback-engine.ts';
import { eventually } from './loopback-stack.ts';

const running = 'vllm:num_requests_running';
const endless = { max_tokens: 20_000, stream: true };

describe('weaknesses of the engine', { timeout: 60_000 }, () => {
  it.each([
    ['per-tenant', 1, 2],
    ['none', 3, 0],
  ])('BATCH_CAP %s: three requests of a tenant that may run one', async (mode, inBatch, inLine) => {
    await using engine = await startEngine({ BATCH_CAP: mode });
    const hangUp = new AbortController();
    const options = { maxBatchSize: 1, signal: hangUp.signal };
    const three = [1, 2, 3].map(() => engine.complete('a', endless, options).catch(() => {}));
    const inside = async (): Promise<number[]> => [
      await engine.metric(running),
      await engine.metric('vllm:num_requests_waiting'),
    ];
    await eventually(async () => (await inside()).reduce((sum, each) => sum + each) === 3);
    expect(await inside()).toEqual([inBatch, inLine]);
    hangUp.abort();
    await Promise.all(three);
  });

  it.each([
    ['free', 0],
    ['run-on', 1],
  ])('ON_ABORT %s: what runs after its client hung up', async (mode, still) => {
    await using engine = await startEngine({ ON_ABORT: mode });
    const hangUp = new AbortController();
    const answer = await engine.complete('a', endless, { signal: hangUp.signal });
    await answer.body?.getReader().read();
    hangUp.abort();
    await eventually(
      async () => (await engine.metric('engine_requests_total{tenant_id="a",status="aborted"}')) === 1,
    );
    expect(await engine.metric(running)).toBe(still);
  });

  it('INPUT_VALIDATION off: a request beyond the context ends the process, and one within does not', async () => {
    const port = await freePort();
    const env = { PORT: `${port}`, INPUT_VALIDATION: 'off', MAX_MODEL_LEN: '100', MODEL_LOAD_MS: '0' };
    const engine = spawn(process.execPath, ['src/reference-stack/engine/main.ts'], { env });
    const exit = once(engine, 'exit');
    let stderr = '';
    engine.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    const complete = (max_tokens: number): Promise<Response> =>
      fetch(`${url}/v1/completions`, {
        method: 'POST',
        headers: engineHeaders('a'),
        body: JSON.stringify({ model: 'm', prompt: 'hello', max_tokens }),
      });
    await eventually(async () => (await fetch(`${url}/readyz`).catch(() => undefined))?.ok ?? false);
    expect((await complete(98)).status).toBe(200);
    await expect(complete(99)).rejects.toThrow('fetch failed');
    expect(await exit).toEqual([1, null]);
    expect(stderr).toContain('maximum context length is 100 tokens');
  });
});
