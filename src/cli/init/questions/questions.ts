import { createInterface } from 'node:readline/promises';
import { UsageError } from '../../../model/errors.ts';
import type { Keyboard } from '../../context.ts';

/** An answer that is taken, or what is wrong with it. */
export type Taken<T> = { value: T } | { fault: string };

export interface Question<T> {
  text: string;
  /** What Enter alone answers. */
  byDefault?: string;
  take: (answer: string) => Taken<T>;
}

/** Asks a person, one line at a time, until the answer can be taken. */
export interface Questions extends Disposable {
  ask<T>(question: Question<T>): Promise<T>;
  /** A line between questions. */
  say(text: string): void;
}

/** Questions on a terminal. What is typed is no secret, and shown. */
export function openQuestions({ input, output }: Keyboard, signal: AbortSignal): Questions {
  const lines = createInterface({ input, output, historySize: 0 });
  const ended = new AbortController();
  const answered = AbortSignal.any([signal, ended.signal]);
  // The terminal hands Ctrl-C to whoever reads lines from it, and not to the process.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  lines.on('close', () => ended.abort(noAnswer()));
  const line = async (prompt: string): Promise<string> => {
    try {
      return (await lines.question(prompt, { signal: answered })).trim();
    } catch (error) {
      answered.throwIfAborted();
      throw error;
    }
  };
  const say = (text: string): void => void output.write(`${text}\n`);
  return {
    say,
    async ask({ text, byDefault, take }) {
      for (;;) {
        const answer = await line(`${text}${byDefault === undefined ? '' : ` [${byDefault}]`}: `);
        const taken = take(answer === '' ? (byDefault ?? '') : answer);
        if ('value' in taken) return taken.value;
        say(`  ${taken.fault}`);
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}

const noAnswer = (): UsageError =>
  new UsageError('The input has ended before every question was answered; nothing was written', {
    code: 'no-answer',
    hint: 'tenantproof init --help lists the flags that answer beforehand.',
  });
