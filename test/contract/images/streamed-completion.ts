import type { StartedTestContainer } from 'testcontainers';
import { urlOf } from './container-stack.ts';
import { apiKey } from './stack-files.ts';

export const complete = (gateway: StartedTestContainer, body: object = {}): Promise<Response> =>
  fetch(`${urlOf(gateway)}/v1/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'llama-3-8b', prompt: 'hello', max_tokens: 6, ...body }),
  });

/** An answer in flight. */
export interface Stream {
  tokens(): number;
  /** All that came, once nothing more comes. */
  whole(): Promise<string>;
}

/** Resolves when the first token has come. */
export async function openStream(gateway: StartedTestContainer, maxTokens: number): Promise<Stream> {
  const { body } = await complete(gateway, { stream: true, max_tokens: maxTokens });
  if (!body) throw new Error('a stream has a body');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? '';
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    return text;
  })();
  // Whoever asks for the whole is told.
  reading.catch(() => {});
  return {
    tokens: () => text.split('\n').filter((line) => line.startsWith('data: {')).length,
    whole: () => reading,
  };
}
