import type { Answer } from '../../../dialects/dialect.ts';
import { recogniseDialect } from '../../../dialects/recognise-dialect.ts';
import type { Reply } from './caller.ts';
import type { ServerText } from './server-text.ts';

const mostSaid = 160;

/** What a reply is that was not hoped for, in words that may be printed. */
export function replyWords(reply: Reply, text: ServerText): string {
  if ('silence' in reply) return text(reply.silence) ?? 'no answer';
  const { answer } = reply;
  if (isRedirect(answer)) return redirectWords(answer, text);
  const said = saidIn(answer, text);
  return `${answer.httpStatus}${said === undefined ? '' : `, "${said}"`}`;
}

const isRedirect = ({ httpStatus }: Answer): boolean => httpStatus >= 300 && httpStatus < 400;

/** Only of an error: what else a server writes is no explanation. */
function saidIn(answer: Answer, text: ServerText): string | undefined {
  if (answer.httpStatus < 400) return undefined;
  const { message, code } = recogniseDialect([answer]).errorOf(answer.body);
  const said = message ?? code;
  return said === undefined ? undefined : text(said, mostSaid);
}

function redirectWords({ httpStatus, headers }: Answer, text: ServerText): string {
  const { location = '' } = headers;
  const origin = URL.canParse(location) ? text(new URL(location).origin, mostSaid) : undefined;
  const where = origin === undefined || origin === 'null' ? 'elsewhere' : `to ${origin}`;
  return `${httpStatus}: it points ${where}, and that is not followed`;
}
