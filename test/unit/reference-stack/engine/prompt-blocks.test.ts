import { describe, expect, it } from 'vitest';
import { promptBlocks } from '../../../../src/reference-stack/engine/prompt-blocks.ts';

const text = 'x'.repeat(400);
const prompt = { tenant: 'a', model: 'm', text, tokens: 100 };
const settings = { PREFIX_CACHE: 'per-tenant', KV_BLOCK_TOKENS: 16 } as const;

/** How many leading blocks two lists have in common. */
const common = (one: readonly string[], other: readonly string[]): number => {
  const differs = one.findIndex((block, index) => block !== other[index]);
  return differs === -1 ? one.length : differs;
};

describe('prompt blocks', () => {
  it('are the full ones below the last token', () => {
    const blocks = [1, 16, 17, 32, 33, 100].map(
      (tokens) => promptBlocks(settings, { ...prompt, tokens }).length,
    );
    expect(blocks).toEqual([0, 0, 1, 1, 2, 6]);
  });

  it('are told apart by their tokens and all before them', () => {
    const own = promptBlocks(settings, prompt);
    const changedAt = (at: number): string => `${text.slice(0, at)}y${text.slice(at + 1)}`;
    const shared = [0, 63, 64, 200, 383, 384].map((at) =>
      common(own, promptBlocks(settings, { ...prompt, text: changedAt(at) })),
    );
    expect(shared).toEqual([0, 0, 1, 3, 5, 6]);
    expect(new Set(own).size).toBe(6);
  });

  it('are told apart by model and tenant, unless the cache is shared', () => {
    const own = promptBlocks(settings, prompt);
    expect(common(own, promptBlocks(settings, { ...prompt, tenant: 'b' }))).toBe(0);
    expect(common(own, promptBlocks(settings, { ...prompt, model: 'n' }))).toBe(0);
    const weak = { ...settings, PREFIX_CACHE: 'shared' } as const;
    const [ofA, ofB] = ['a', 'b'].map((tenant) => promptBlocks(weak, { ...prompt, tenant }));
    expect(ofA).toHaveLength(6);
    expect(ofA).toEqual(ofB);
    expect(common(ofA ?? [], promptBlocks(weak, { ...prompt, model: 'n' }))).toBe(0);
  });

  it('are none where the cache is off', () => {
    expect(promptBlocks({ ...settings, PREFIX_CACHE: 'off' }, prompt)).toEqual([]);
  });
});
