import { describe, expect, it } from 'vitest';
import { wordsFor } from '../../../../src/reference-stack/engine/words.ts';

const sentence = (seed: number, prompt: string): string =>
  Array.from({ length: 12 }, (_, index) => wordsFor(seed, prompt)(index)).join('');

describe('words', () => {
  it('are the same for the same seed and prompt, and differ otherwise', () => {
    expect(sentence(1, 'hello')).toBe(sentence(1, 'hello'));
    expect(new Set([sentence(1, 'hello'), sentence(2, 'hello'), sentence(1, 'hallo')]).size).toBe(3);
  });

  it('are words', () => {
    expect(sentence(7, 'any')).toMatch(/^[a-z]+( [a-z]+){11}$/);
  });
});
