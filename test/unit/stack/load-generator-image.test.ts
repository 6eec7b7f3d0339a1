import { expect, test } from 'vitest';
import { loadGeneratorFiles } from '../../../src/stack/images/load-generator-image.ts';

test('the image holds the very scripts that it was named after, and nothing is read or bundled anew', async () => {
  const scripts = { agent: 'the agent', nullSink: 'the sink', load: 'the load' };
  // Any program does in the place of k6.
  const files = await loadGeneratorFiles(process.execPath, scripts, AbortSignal.timeout(30_000));
  expect(files.filter(({ path }) => path.startsWith('/app/'))).toEqual([
    { path: '/app/load-agent.mjs', content: 'the agent' },
    { path: '/app/null-sink.mjs', content: 'the sink' },
    { path: '/app/load.ts', content: 'the load' },
  ]);
});
