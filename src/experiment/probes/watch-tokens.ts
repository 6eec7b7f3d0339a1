import { victimsOf } from '../../model/crowd.ts';
import type { DesignPlan } from '../../model/plan.ts';
import { nowMs } from '../../system/clock.ts';
import { pause } from '../../system/pause.ts';
import type { AttackContext } from '../attacks/attack-driver.ts';
import { chatUrl } from '../load/chat-url.ts';
import { requestTimeoutSeconds } from '../load/load-job.ts';
import { tokensOfStream } from '../../model/token-stream.ts';
import { readTokenStream } from './read-token-stream.ts';

type Watching = Pick<AttackContext, 'plan' | 'stack' | 'recorder' | 'signal'>;

/**
 * Streams one long answer after the other as the victim, or as each victim of a crowd in turn, and records when each token
 * came, until it is disposed of. k6 sees the first and the last byte of an answer, and nothing in between. It never ends
 * the arm: what goes wrong with a stream is recorded with it.
 */
export function watchTokens(context: Watching, design: DesignPlan): AsyncDisposable {
  const { tokenStreams } = design.kind === 'paired-windows' ? design : {};
  if (!tokenStreams) return { [Symbol.asyncDispose]: async () => {} };
  const stopping = new AbortController();
  const signal = AbortSignal.any([context.signal, stopping.signal]);
  const victims = victimsOf(context.plan);
  const { model } = context.plan.victim;
  const { maxTokens, everySeconds, pauseSeconds, most } = tokenStreams;

  const readOne = async (index: number): Promise<void> => {
    context.stack.spend?.({ requests: 1, tokens: tokensOfStream({ maxTokens }) });
    const as = victims[index % victims.length] ?? context.plan.victim;
    const stream = await readTokenStream({
      url: chatUrl(context.stack.gateway),
      apiKey: context.stack.tenant(as.name).apiKey,
      body: longRequest(model, maxTokens, index),
      maxTokens,
      tokenWithinMs: requestTimeoutSeconds * 1000,
      signal,
    });
    context.recorder.record({ kind: 'token-stream', as: as.name, index, ...stream });
  };
  const readAll = async (): Promise<void> => {
    let streams = 0;
    while (!signal.aborted && streams < most) {
      const nextMs = nowMs() + everySeconds * 1000;
      await readOne(streams++);
      // Aborted is stopped: nothing to complain of.
      await pause(Math.max(pauseSeconds * 1000, nextMs - nowMs()), signal).catch(() => {});
    }
    context.recorder.record({ kind: 'token-streams-ended', streams });
  };
  // Without its last word nobody believes what was recorded.
  const read = readAll().catch(() => {});
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await read;
    },
  };
}

/** Each with words of its own in front, so that nothing on the way can give an answer that it kept. */
const longRequest = (model: string, maxTokens: number, index: number): string =>
  JSON.stringify({
    model,
    stream: true,
    max_tokens: maxTokens,
    messages: [
      {
        role: 'user',
        content: `Story ${index}: tell the neighbours a long one, of all that you have heard.`,
      },
    ],
  });
