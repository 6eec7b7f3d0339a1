import type { Asked } from '../steps/small-server.ts';

export const keys = { TEAM_A_KEY: 'Zq9f8e7d6c5b4a-of-a', TEAM_B_KEY: 'Yp1a2b3c4d5e6f-of-b' };

const json = { 'content-type': 'application/json' };

export interface OpenAiLike {
  models?: readonly string[];
  /** Of each answer to a completion. */
  headers?: Record<string, string>;
  /** false refuses to stream. */
  streams?: boolean;
  metrics?: string;
}

/** Answers as an OpenAI-compatible gateway does, to tenants that have one of the keys; it repeats keys that it refuses. */
export const openAiLike =
  ({ models = ['llama-3-8b'], headers = {}, streams = true, metrics }: OpenAiLike = {}) =>
  ({ path, headers: { authorization = '' }, body, response }: Asked): void => {
    const key = authorization.replace('Bearer ', '');
    const refuse = (status: number, message: string): void =>
      void response
        .writeHead(status, json)
        .end(JSON.stringify({ error: { message, type: 'invalid', code: 'bad' } }));
    if (path === '/metrics') response.writeHead(metrics === undefined ? 404 : 200).end(metrics);
    else if (!Object.values(keys).includes(key)) refuse(401, `Incorrect API key provided: ${key}`);
    else if (path === '/v1/models')
      response
        .writeHead(200, json)
        .end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id })) }));
    else if (path !== '/v1/chat/completions') refuse(404, `no ${path}`);
    else complete(JSON.parse(body) as Wanted);

    function complete({ model, stream = false }: Wanted): void {
      if (!models.includes(model)) refuse(404, `The model ${model} does not exist`);
      else if (stream && !streams) refuse(400, 'streaming is off');
      else if (stream)
        response
          .writeHead(200, { 'content-type': 'text/event-stream', ...headers })
          .end('data: {"choices":[{"delta":{"content":"hello"}}]}\n\ndata: [DONE]\n\n');
      else
        response
          .writeHead(200, { ...json, ...headers })
          .end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'hello' } }] }));
    }
  };

interface Wanted {
  model: string;
  stream?: boolean;
}
