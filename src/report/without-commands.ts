/**
 * The runner of a GitHub workflow obeys what it reads on either stream: `::command::` at the start of a line, behind
 * spaces too, and `##[command]` anywhere in it (`ActionCommand` of actions/runner). What a server said must not begin a line so.
 */
export const withoutCommands = (text: string): string =>
  text.replaceAll(/^([\s\u0085]*)::(?=[a-z])/gimu, '$1: :').replaceAll('##[', '## [');
