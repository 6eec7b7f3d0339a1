import type { Answer } from '../../../dialects/dialect.ts';

/** What a completion came as: in events, as it was asked for, or whole; undefined if it is no completion. */
export function completionForm({
  headers,
  body,
}: Pick<Answer, 'headers' | 'body'>): 'streamed' | 'whole' | undefined {
  if (isEvents(headers['content-type'])) {
    // Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream.
    const events = body.split(/\r\n|\n|\r/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? []);
    return events.some(hasChoices) ? 'streamed' : undefined;
  }
  return hasChoices(body) ? 'whole' : undefined;
}

const isEvents = (type = ''): boolean => /^\s*text\/event-stream\b/i.test(type);

function hasChoices(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { choices?: unknown } | null)?.choices);
  } catch {
    return false;
  }
}
