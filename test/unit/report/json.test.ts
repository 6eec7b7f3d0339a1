import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchema } from '../../../src/report/json-schema.ts';
import { json } from '../../../src/report/json.ts';
import { exampleReport } from './example-report.ts';

describe('json', () => {
  it('gives back what it was given', () => {
    expect(JSON.parse(json(exampleReport))).toEqual(exampleReport);
    expect(json(exampleReport).endsWith('}\n')).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses %f, which JSON would turn into null',
    (measured) => {
      const [first, ...rest] = exampleReport.verdicts;
      if (!first) throw new Error('The example has verdicts');
      expect(() => json({ ...exampleReport, verdicts: [{ ...first, measured }, ...rest] })).toThrow(
        z.ZodError,
      );
    },
  );
});

describe('jsonSchema', () => {
  const schema: unknown = JSON.parse(jsonSchema());

  it('names the version, and every part that readers depend on', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      required: ['schemaVersion', 'run', 'verdicts', 'summary'],
      properties: {
        schemaVersion: { const: 1 },
        verdicts: {
          items: { properties: { status: { enum: ['held', 'breached', 'inconclusive', 'not-verified'] } } },
        },
      },
    });
  });

  it('accepts the example and refuses a report without its summary', () => {
    const reader = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    const written: unknown = JSON.parse(json(exampleReport));
    expect(reader.safeParse(written).success).toBe(true);
    const { summary: _, ...cut } = exampleReport;
    expect(reader.safeParse(cut).success).toBe(false);
  });
});
