import { closestMatch } from 'leven';
import { z } from 'zod';
import { looksLikeCredential } from './credential-shapes.ts';

type RawIssue = z.core.$ZodRawIssue;

const kinds: Record<string, string> = {
  number: 'a number, as in 150',
  int: 'a whole number, as in 4',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list, as in [one, two]',
  object: 'a map of keys and values, as in key: value',
};

/**
 * What is wrong with a value and what would be right, where the schema itself has no words for it. The value is not repeated, since it may
 * be a secret. Of unknown keys there is a line each.
 */
export function faultWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}${closest(issue.input, issue.values.map(String))}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must be ${issue.inclusive ? `${issue.minimum} or more` : `above ${issue.minimum}`}`;
    case 'too_big':
      return `must be ${issue.inclusive ? `${issue.maximum} or less` : `below ${issue.maximum}`}`;
    case 'unrecognized_keys':
      return unknownKeys(issue);
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return undefined;
  }
}

/** Of each key what was probably meant, and what could be; `shapeFaults` says before it which key, and where. */
function unknownKeys({ keys, inst }: Extract<RawIssue, { code: 'unrecognized_keys' }>): string {
  const valid =
    inst instanceof z.ZodObject ? Object.keys(inst.shape).filter((key) => isTaken(inst.shape[key])) : [];
  const choices = valid.length === 0 ? '' : `; valid keys: ${valid.join(', ')}`;
  return keys.map((key) => `${closest(key, valid)}${choices}`).join('\n');
}

/** Some keys stand in a schema only to be refused in words of their own. */
const isTaken = (schema: unknown): boolean =>
  !(schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodNever);

/** Names what was probably meant. */
function closest(given: unknown, valid: readonly string[]): string {
  if (typeof given !== 'string' || given.length > mostShown) return '';
  const meant = closestMatch(given, valid, { maxDistance: Math.ceil(given.length / 3) });
  return meant === undefined ? '' : ` (did you mean '${meant}'?)`;
}

const mostShown = 60;

/** A key as it may be printed: short, of one line, and no secret. */
export function shownKey(key: string): string {
  if (looksLikeCredential(key)) return 'that looks like a credential';
  const plain = key.replaceAll(/\p{C}/gu, '\uFFFD');
  return `'${plain.length > mostShown ? `${plain.slice(0, mostShown)}…` : plain}'`;
}
