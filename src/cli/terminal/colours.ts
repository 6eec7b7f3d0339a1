import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk';

/** Colour by the usual precedence: `NO_COLOR` (present and not empty) > `FORCE_COLOR` > a terminal that is not dumb. */
export function coloursFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): ChalkInstance {
  return new Chalk({ level: colourLevel(stream, env) });
}

function colourLevel(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): ColorSupportLevel {
  if (env['NO_COLOR']) return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 0 : 1;
  return stream.isTTY && env['TERM'] !== 'dumb' ? 1 : 0;
}
