import type { GatewayError } from '../dialect.ts';
import { known } from './known.ts';

/** What gateways write into the body of an error, whichever of it a dialect then believes. */
export interface ErrorFields {
  type: string | undefined;
  code: string | undefined;
  message: string | undefined;
}

/** No error is larger, and a body that is none may be. */
const mostBodyCharacters = 64 * 1024;
const mostMessageCharacters = 500;

/** A code that is a number repeats the HTTP status, as LiteLLM and vLLM have it; the type then says more. */
export function readError(body: string): GatewayError {
  const { type, code, message } = errorFields(body);
  const isStatus = code !== undefined && /^\d+$/.test(code);
  return known({ code: isStatus ? (type ?? code) : (code ?? type), message });
}

/**
 * Reads `{"error":{"message","type","code"}}`, the same without `error` around it, as vLLM wrote it, `{"error":"…"}`,
 * `{"detail":"…"}`, and text that is neither JSON nor HTML.
 */
export function errorFields(body: string): ErrorFields {
  const text = body.length > mostBodyCharacters ? '' : body.trim();
  const value = parse(text);
  if (value === undefined) {
    return { type: undefined, code: undefined, message: /^[<[{]/.test(text) ? undefined : message(text) };
  }
  const { error } = value;
  const fields = isObject(error) ? error : value;
  return {
    type: word(fields['type']),
    code: word(fields['code']),
    message: message(fields['message']) ?? message(error) ?? message(value['detail']),
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A word for programs: a string or number without spaces. `None` is how Python wrote that there is none. */
function word(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\w.:/-]{1,100}$/.test(text) && text !== 'None' ? text : undefined;
}

const message = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.trim().slice(0, mostMessageCharacters) || undefined : undefined;
