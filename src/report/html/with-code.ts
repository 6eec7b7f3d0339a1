import { html, type Markup } from './markup.ts';

/** Text in which what stands between backticks is code, as in the cures of scenarios. */
export const withCode = (text: string): Markup =>
  html`${text.split('`').map((part, place) => (place % 2 === 1 ? html`<code>${part}</code>` : part))}`;
