import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { composePrices, parsePriceList } from '../../../../src/reference-stack/billing/price-list.ts';

describe('prices.yaml', () => {
  it('asks what the chapter asks, if it says nothing', () => {
    expect(parsePriceList('')).toEqual({
      prices: {
        compute_seconds: [{ price: '0.0001' }],
        requests: [{ price: '0.0002' }],
        billed_statuses: [200],
        counter_growth: 'reset-aware',
      },
    });
  });

  it("ships with the chapter's prices as the first tier of three", async () => {
    const manifest = parse(await readFile('k8s-fixtures/base/platform/billing-prices.yaml', 'utf8')) as {
      data: Record<string, string>;
    };
    expect(parsePriceList(composePrices(manifest.data))).toMatchObject({
      prices: {
        compute_seconds: [{ price: '0.0001' }, {}, {}],
        requests: [{ price: '0.0002' }, {}, {}],
        billed_statuses: [200],
        counter_growth: 'reset-aware',
      },
    });
  });

  it('takes a control from a key of its own, and from nowhere else beside it', () => {
    const weak = composePrices({ 'prices.yaml': 'requests: [{price: "1"}]', billed_statuses: '[200, 429]' });
    expect(parsePriceList(weak)).toMatchObject({
      prices: { requests: [{ price: '1' }], billed_statuses: [200, 429] },
    });
    const twice = composePrices({ 'prices.yaml': 'billed_statuses: [200]', billed_statuses: '[429]' });
    expect(parsePriceList(twice)).toHaveProperty('error');
  });

  it.each([
    ['no yaml', '{', /./],
    ['an unknown key', 'request: []', /request/],
    ['no tiers', 'requests: []', /^requests: /],
    ['a price that is a float', 'requests: [{price: 0.0002}]', /^requests\.0\.price: must be text in quotes/],
    ['a price below zero', 'requests: [{price: "-1"}]', /^requests\.0\.price: must be a decimal number/],
    ['no price', 'requests: [{up_to: 5}]', /^requests\.0\.price: /],
    [
      'tiers that end',
      'requests: [{up_to: 5, price: "2"}, {up_to: 9, price: "1"}]',
      /^requests\.1\.up_to: must be left out of the last tier/,
    ],
    [
      'a tier that never ends before another',
      'requests: [{price: "2"}, {price: "1"}]',
      /^requests\.0\.up_to: must be stated/,
    ],
    [
      'bounds that do not rise',
      'requests: [{up_to: 5, price: "3"}, {up_to: 5, price: "2"}, {price: "1"}]',
      /^requests\.1\.up_to: must be above/,
    ],
    [
      'a tier that is no cheaper',
      'compute_seconds: [{up_to: 5, price: "2"}, {price: "2"}]',
      /^compute_seconds\.1\.price: must be below/,
    ],
    ['a bound of zero', 'requests: [{up_to: 0, price: "2"}, {price: "1"}]', /^requests\.0\.up_to: /],
    ['a status that is none', 'billed_statuses: [20]', /^billed_statuses\.0: /],
  ])('refuses %s and names the field', (_what, text, message) => {
    expect(parsePriceList(text)).toEqual({ error: expect.stringMatching(message) as string });
  });
});
