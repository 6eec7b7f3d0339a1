import type { Answer } from '../../../dialects/dialect.ts';
import { recogniseMetrics } from '../../../dialects/metrics/recognise-metrics.ts';
import { recogniseDialect } from '../../../dialects/recognise-dialect.ts';
import { referenceRequest } from '../../../experiment/load/load-job.ts';
import type { Reply } from './caller.ts';
import { completionForm } from './completion-form.ts';
import type { EndpointLook, KeyFate, TenantLook } from './endpoint-look.ts';
import { limitsSeen } from './limits-seen.ts';
import type { LookTerms } from './look-for-models.ts';
import { replyWords } from './reply-words.ts';

/**
 * Asks for one completion with each key, the first of them streamed, and for metrics; adds to what was seen. A key that was
 * refused is not tried again.
 */
export async function lookAtAnswers(
  tenants: readonly { name: string; model: string }[],
  seen: EndpointLook,
  terms: LookTerms,
): Promise<void> {
  const streaming: Streaming = { isTriedAgain: false };
  for (const { name, model } of tenants) {
    const key = terms.keys.get(name);
    const look = seen.tenants.find((tenant) => tenant.name === name);
    if (key === undefined || !look || look.key === 'refused') continue;
    const reply = await complete({ key, model, streaming }, seen, terms);
    readReply(reply, look, { seen, terms });
  }
  const answers = answersOfLimits(seen);
  const dialect = recogniseDialect(answers);
  if (answers.some((answer) => dialect.recognise(answer) > 0)) seen.dialect = dialect.id;
  for (const look of seen.tenants)
    if (look.answer) look.limits = limitsSeen(dialect.allowance(look.answer.headers), dialect.id);
  await lookForMetrics(seen, terms);
}

/** Where there are any: an error that has nothing to do with limits may be written by whoever is behind them. */
function answersOfLimits({ tenants }: EndpointLook): Answer[] {
  const all = tenants.flatMap(({ answer }) => answer ?? []);
  const ofLimits = all.filter(({ httpStatus }) => httpStatus === 200 || httpStatus === 429);
  return ofLimits.length > 0 ? ofLimits : all;
}

/** A completion that was refused is asked for once more, whole, and only once: if that is no help, nor will it be for others. */
interface Streaming {
  isTriedAgain: boolean;
}

/** Streamed, until it is known whether that can be had; whole, if it is refused for what may be that. */
async function complete(
  { key, model, streaming }: { key: string; model: string; streaming: Streaming },
  seen: EndpointLook,
  { caller }: LookTerms,
): Promise<Reply> {
  const ask = (stream: boolean): Promise<Reply> =>
    caller.call({ path: '/v1/chat/completions', key, body: referenceRequest(model, { stream }) });
  if (seen.streams !== undefined || streaming.isTriedAgain) return ask(false);
  const streamed = await ask(true);
  if ('silence' in streamed) return streamed;
  const form = formOf(streamed.answer);
  if (form !== undefined) seen.streams = form === 'streamed';
  if (!mayRefuseStreams(streamed.answer)) return streamed;
  streaming.isTriedAgain = true;
  const whole = await ask(false);
  if ('answer' in whole && formOf(whole.answer) !== undefined) {
    seen.streams = false;
    return whole;
  }
  return streamed;
}

const formOf = (answer: Answer): ReturnType<typeof completionForm> =>
  answer.httpStatus === 200 ? completionForm(answer) : undefined;

const mayRefuseStreams = ({ httpStatus }: Answer): boolean =>
  httpStatus >= 400 && ![401, 403, 404, 429].includes(httpStatus);

function readReply(
  reply: Reply,
  look: TenantLook,
  { seen, terms: { text } }: { seen: EndpointLook; terms: LookTerms },
): void {
  const trouble = (what: string): void =>
    void seen.troubles.push(`${look.name}: one completion is answered with ${what}`);
  if ('silence' in reply) {
    trouble(replyWords(reply, text));
    return;
  }
  const { answer } = reply;
  look.answer = answer;
  look.key = fateOf(answer);
  if (answer.httpStatus !== 200) trouble(replyWords(reply, text));
  else if (look.key === 'untold') trouble('200, and no completion');
}

function fateOf(answer: Answer): KeyFate {
  if (answer.httpStatus === 401 || answer.httpStatus === 403) return 'refused';
  if (answer.httpStatus === 429) return 'used-up';
  return formOf(answer) === undefined ? 'untold' : 'works';
}

/** With a key that works: llama.cpp's server tells them to nobody else. */
async function lookForMetrics(seen: EndpointLook, { caller, keys }: LookTerms): Promise<void> {
  const name = seen.tenants.find(({ key }) => key === 'works')?.name;
  const key = name === undefined ? undefined : keys.get(name);
  const reply = await caller.call({ path: '/metrics', ...(key === undefined ? {} : { key }) });
  if ('silence' in reply || reply.answer.httpStatus !== 200) return;
  const flavour = recogniseMetrics(reply.answer.body)?.flavour.id;
  if (flavour) seen.metrics = flavour;
}
