import { LineCounter, parseDocument, type Document } from 'yaml';
import { UsageError } from '../model/errors.ts';
import { credentialsIn } from './credentials-in.ts';
import { faultWords } from './fault-words.ts';
import { configSchema, type Config } from './schema.ts';
import { syntaxFaults, tooDeep, valuesOf } from './syntax-faults.ts';
import { placeIn, shapeFaults, valueOffset, type Place } from './yaml-fault.ts';

/** A file of settings that was read. */
export interface ReadConfig {
  config: Config;
  /** As it was named; absent if what counts stands in none. */
  file?: string;
  /** Where the file says a setting, as `file:line:column`; undefined if it doesn't. */
  placeOf: (path: readonly (string | number)[]) => string | undefined;
  /** What is no fault and should be mended all the same, one line each. */
  warnings: readonly string[];
}

/**
 * Reads the text of a `tenantproof.yaml`. A value of a setting that looks like a credential is a fault, since no setting is one and it would
 * be written into what a run leaves; a credential in a comment draws a warning. Neither repeats it.
 * @param scenarioIds those that may be asked for
 * @throws UsageError `bad-config`, one line per fault as `file:line:column: what is wrong, with the valid choices`
 */
export function parseConfig(text: string, file: string, scenarioIds: readonly string[]): ReadConfig {
  const lines = new LineCounter();
  const place = placeIn(file, lines);
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
    return readDocument(document, { text, place, scenarioIds });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badConfig([`${file}:1:1: ${tooDeep}`]);
  }
}

interface Source {
  text: string;
  place: Place;
  scenarioIds: readonly string[];
}

function readDocument(document: Document, source: Source): ReadConfig {
  const { text, place } = source;
  const { config, wrong } = shaped(document, source);
  const keys = literalKeys(document, config);
  const credentials = credentialsIn(document, text).filter(({ offset }) => !keys.includes(offset));
  const wordsFor = (wanted: boolean): string[] =>
    credentials
      .filter(({ inComment }) => inComment === wanted)
      .map(({ offset }) => `${place(offset)}: what stands here looks like a credential; ${cure}`);
  const faults = [...wrong, ...wordsFor(false)];
  if (faults.length > 0 || !config) throw badConfig(faults);
  const placeOf = (path: readonly (string | number)[]): string | undefined => {
    const offset = valueOffset(document, path);
    return offset === undefined ? undefined : place(offset);
  };
  const keyWarnings = keys.map((offset) => `${place(offset)}: an API key stands here; ${keyCure}`);
  return { config, placeOf, warnings: [...keyWarnings, ...wordsFor(true)] };
}

/** Where API keys of tenants stand in the file itself: the one credential that a setting may be. */
const literalKeys = (document: Document, config: Config | undefined): number[] =>
  (config?.target?.tenants ?? []).flatMap(({ key }, index) =>
    typeof key === 'string' ? [valueOffset(document, ['target', 'tenants', index, 'key']) ?? 0] : [],
  );

const keyCure =
  'it is used, and repeated nowhere; safer is key: { env: VARIABLE } or { file: PATH }, for whoever reads this file has it';

const cure =
  'take it out, and replace it if others could read this file: credentials come from the environment';

function shaped(
  document: Document,
  { place, scenarioIds }: Source,
): { config?: Config; wrong: readonly string[] } {
  const syntax = syntaxFaults(document, place);
  if (syntax.length > 0) return { wrong: syntax };
  const read = valuesOf(document, place);
  if ('fault' in read) return { wrong: [read.fault] };
  const result = configSchema(scenarioIds).safeParse(read.values ?? {}, { error: faultWords });
  return result.success
    ? { config: result.data, wrong: [] }
    : { wrong: shapeFaults(document, result.error.issues, place) };
}

/** More say nothing new. */
const mostFaults = 20;

function badConfig(faults: readonly string[]): UsageError {
  const more = faults.length > mostFaults ? [`and ${faults.length - mostFaults} more`] : [];
  return new UsageError([...faults.slice(0, mostFaults), ...more].join('\n'), {
    code: 'bad-config',
    hint: 'README.md shows an example; tenantproof.schema.json has every setting, for editors too.',
  });
}
