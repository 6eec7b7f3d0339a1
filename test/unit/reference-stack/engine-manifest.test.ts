import { describe, expect, it } from 'vitest';
import { createBatch } from '../../../src/reference-stack/engine/batch.ts';
import type { Sequence } from '../../../src/reference-stack/engine/sequence.ts';
import { readSettings } from '../../../src/reference-stack/engine/settings.ts';
import { engineEnv } from './engine/platform-manifests.ts';

const referenceRequest: Sequence = {
  tenant: 't',
  model: 'm',
  promptTokens: 16,
  promptBlocks: [],
  maxTokens: 6,
  maxBatchSize: 1,
  onStart: () => {},
  onToken: () => {},
  onEnd: () => {},
};

describe('engine.yaml', () => {
  it('says how many steps the reference request takes, as the engine counts them', async () => {
    const batch = createBatch();
    const { PREFILL_TOKENS_PER_STEP: promptTokensPerStep } = readSettings(await engineEnv());
    batch.add(referenceRequest, 0);
    let steps = 1;
    for (
      batch.plan(promptTokensPerStep);
      batch.advance().finished.length === 0;
      batch.plan(promptTokensPerStep)
    )
      steps += 1;
    expect(steps).toBe(Number((await engineEnv())['REFERENCE_REQUEST_STEPS']));
  });

  it('states the defaults of the engine, so that its capacity can be read from it', async () => {
    const env = await engineEnv();
    expect(env).toHaveProperty('SLOTS');
    expect(env).toHaveProperty('STEP_MS');
    expect(readSettings(env)).toEqual(readSettings({}));
  });
});
