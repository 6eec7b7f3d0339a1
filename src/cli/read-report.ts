import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { UsageError } from '../model/errors.ts';
import { reportSchema, type Report } from '../model/report.ts';
import { plainText } from '../report/plain-text.ts';

/**
 * Reads the report of a run.
 * @param place a run folder such as `reports/latest`, or a `report.json`
 * @throws UsageError `no-such-run`, `report-unreadable` or `unknown-schema-version`
 */
export async function readReport(place: string): Promise<Report> {
  const { file, text } = await readText(place);
  const value = parseJson(text, file);
  refuseOtherVersion(value, file);
  const parsed = reportSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unreadable(`${file} is no report of tenantproof: ${firstFaults(parsed.error)}`, {
    hint: 'Give a run folder such as reports/latest, or its report.json.',
    cause: parsed.error,
  });
}

async function readText(place: string): Promise<{ file: string; text: string }> {
  try {
    return { file: place, text: await readFile(place, 'utf8') };
  } catch (error) {
    if (codeOf(error) === 'EISDIR') return readInFolder(place);
    throw cannotRead(place, error);
  }
}

async function readInFolder(folder: string): Promise<{ file: string; text: string }> {
  const file = join(folder, 'report.json');
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw cannotRead(file, error);
    throw new UsageError(`${folder} has no report.json`, {
      code: 'no-such-run',
      hint: 'It is no run folder, or the run was killed before it could report; run tenantproof verify again.',
      cause: error,
    });
  }
}

function cannotRead(file: string, error: unknown): UsageError {
  if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR')
    return unreadable(`Cannot read ${file}: ${(error as Error).message}`, {
      hint: 'Check who may read it.',
      cause: error,
    });
  return new UsageError(`There is no run at ${file}`, {
    code: 'no-such-run',
    hint: 'Give a run folder such as reports/latest, or its report.json.',
    cause: error,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(`${file} is cut off or no JSON: ${plainText((cause as Error).message)}`, {
      hint: 'The run may have been killed while it wrote the report, or a copy of it was; run or copy it again.',
      cause,
    });
  }
}

function refuseOtherVersion(value: unknown, file: string): void {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return;
  const known = reportSchema.shape.schemaVersion.value;
  const { schemaVersion } = value;
  if (typeof schemaVersion !== 'number' || schemaVersion === known) return;
  throw new UsageError(`${file} has schemaVersion ${schemaVersion}, this tenantproof reads ${known}`, {
    code: 'unknown-schema-version',
    hint: 'Compare with the version of tenantproof that wrote it.',
  });
}

const mostFaults = 3;

const firstFaults = ({ issues }: z.ZodError): string => {
  const faults = issues
    .slice(0, mostFaults)
    .map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  const rest = issues.length > mostFaults ? `; and ${issues.length - mostFaults} more` : '';
  return plainText(faults.join('; ')) + rest;
};

const unreadable = (message: string, details: { hint: string; cause: unknown }): UsageError =>
  new UsageError(message, { code: 'report-unreadable', ...details });

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
