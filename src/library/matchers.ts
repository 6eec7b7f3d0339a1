import { isBreached, isCaught, isHeld, type Answer } from './answers.ts';
import { safe } from './verdict-lines.ts';

/** What a matcher is bound to, as far as it is used. */
interface Expectation {
  readonly isNot?: boolean;
}

/** What a matcher of vitest gives back. */
export interface Matched {
  pass: boolean;
  message: () => string;
}

export type Matcher = (this: Expectation, received: unknown, name?: string) => Matched | Promise<Matched>;

/**
 * Whatever could not be told passes neither an expectation nor its opposite: a test that expects `not.toHold` wants to have
 * seen a breach, and one that misspells a check wants to know.
 */
const matcher = (verb: string, ask: (run: unknown, name: string | undefined) => Answer): Matcher =>
  function (received, name) {
    const { isNot = false } = this;
    const settle = (run: unknown): Matched => {
      const found = ask(run, name);
      const told = found.answer === 'yes' || found.answer === 'no';
      return {
        pass: told ? found.answer === 'yes' : isNot,
        message: () => [...headline(found, { verb, name, isNot }), '', ...found.lines].join('\n'),
      };
    };
    return received instanceof Promise ? received.then(settle) : settle(received);
  };

interface Asked {
  verb: string;
  name: string | undefined;
  isNot: boolean;
}

function headline({ answer }: Answer, { verb, name, isNot }: Asked): string[] {
  const what = name === undefined ? verb : `${verb} '${name}'`;
  if (answer === 'unknown') return safe(`Nothing in this run is named '${name}'`);
  if (answer === 'unsure') {
    return safe(`It could not be told whether this run did ${what}, which passes neither way`);
  }
  return safe(`Expected this run ${isNot ? 'not to' : 'to'} ${what}, but it did${isNot ? '' : ' not'}`);
}

/** For `expect.extend`. */
export const matchers = {
  toHold: matcher('hold', isHeld),
  toBreach: matcher('breach', isBreached),
  toHaveCaught: matcher('catch the missing control', isCaught),
};
