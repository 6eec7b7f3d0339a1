import { describe, expect, it } from 'vitest';
import { bearerToken, createKeyOwner } from '../../../../src/reference-stack/gateway/api-keys.ts';

describe('API keys', () => {
  it('belong to the tenant that they were given to', () => {
    const owner = createKeyOwner(
      new Map([
        ['tenant-a', 'key-a'],
        ['tenant-b', 'key-b'],
      ]),
    );
    expect(['key-a', 'key-b', 'key-', '', 'tenant-a'].map(owner)).toEqual([
      'tenant-a',
      'tenant-b',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    [undefined, undefined],
  ])('are read from %s', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});
