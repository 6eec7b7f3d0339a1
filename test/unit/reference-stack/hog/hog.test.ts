import { describe, expect, it } from 'vitest';
import { createHog } from '../../../../src/reference-stack/hog/hog.ts';
import { readSettings } from '../../../../src/reference-stack/hog/settings.ts';

describe('hog', () => {
  it('grows by steps and stops exactly at its ceiling', () => {
    const hog = createHog({ ceilingBytes: 10_000, stepBytes: 4096 });
    const held: number[] = [];
    while (hog.grow()) held.push(hog.heldBytes);
    expect(held).toEqual([4096, 8192, 10_000]);
    expect(hog.grow()).toBe(false);
  });

  it('refuses to run without a ceiling, or to stay for ever', () => {
    expect(() => readSettings({})).toThrow(/CEILING_BYTES/);
    expect(() => readSettings({ CEILING_BYTES: '1', HOLD_MS: '600000' })).toThrow(/HOLD_MS/);
  });
});
