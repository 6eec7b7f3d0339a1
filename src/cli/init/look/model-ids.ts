import type { ServerText } from './server-text.ts';

/** More are no help to somebody who must choose one. */
const mostModels = 50;

/**
 * Names of models in the answer of `GET /v1/models`, each once; undefined if it is no such list. Names that cannot be
 * printed as they are would not be theirs any more, and are left out.
 * Source: https://platform.openai.com/docs/api-reference/models/list.
 */
export function modelIds(body: string, text: ServerText): readonly string[] | undefined {
  const listed = listIn(body);
  const ids = listed?.flatMap((model: unknown) => {
    const id = (model as { id?: unknown } | null)?.id;
    return typeof id === 'string' && text(id) === id ? [id] : [];
  });
  return ids && [...new Set(ids)].slice(0, mostModels);
}

function listIn(body: string): readonly unknown[] | undefined {
  try {
    const { data } = JSON.parse(body) as { data?: unknown };
    return Array.isArray(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
