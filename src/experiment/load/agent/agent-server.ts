import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { tokenHeader } from '../pods/pod-settings.ts';
import type { LoadAgent } from './load-agent.ts';

/** Longer than the API server keeps a connection that nobody uses (90 s), so that none is closed under a call. */
const idleMs = 120_000;

export interface AgentServerOptions {
  /** Who does not know it is refused: anything in the cluster can connect. */
  token: string;
  onAsked: () => void;
  /** Called when the answer to `POST /leave` is out. */
  onLeave: () => void;
}

/** The agent over HTTP; see `agent-protocol.ts`. */
export function agentServer(agent: LoadAgent, { token, onAsked, onLeave }: AgentServerOptions): Server {
  return createServer({ keepAliveTimeout: idleMs }, (request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!isToken(request.headers[tokenHeader], token)) return send(403, { error: 'this load is not yours' });
    onAsked();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://agent');
    const route = `${request.method} ${pathname}`;
    if (route === 'POST /leave') response.on('finish', onLeave);
    void answer(agent, { route, from: Number(searchParams.get('from')), request }).then(
      (body) => send(200, body),
      (error: Error) => send(500, { error: error.message }),
    );
  });
}

async function answer(
  agent: LoadAgent,
  { route, from, request }: { route: string; from: number; request: IncomingMessage },
): Promise<object> {
  switch (route) {
    case 'GET /report':
      return agent.report(from);
    case 'GET /meter':
      return agent.meter();
    case 'POST /release':
      return agent.release(((await json(request)) as { atMs: number }).atMs);
    case 'POST /stop':
      agent.stop();
      return {};
    case 'POST /leave':
      return {};
    default:
      throw new Error(`there is no ${route}`);
  }
}

function isToken(given: string | string[] | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(String(given)), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
