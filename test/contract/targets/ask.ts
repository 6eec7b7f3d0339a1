export interface AskOptions {
  key?: string;
  body?: object;
  headers?: Record<string, string>;
}

const messages = [{ role: 'user', content: 'Say hello to the neighbours, please.' }];

/** Asks an OpenAI-compatible server for a chat completion of six tokens. */
export function ask(url: URL, { key, body = {}, headers = {} }: AskOptions = {}): Promise<Response> {
  return fetch(new URL('/v1/chat/completions', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...headers,
    },
    body: JSON.stringify({ model: 'any', max_tokens: 6, messages, ...body }),
  });
}

/** Data of the events of a streamed answer. */
export async function eventsOf(answer: Response): Promise<string[]> {
  const text = await answer.text();
  return text.split('\n\n').flatMap((event) => (event === '' ? [] : [event.replace(/^data: /, '')]));
}
