import { html, source, styleSheet, type Markup } from './markup.ts';
import { style } from './style/style.ts';

/**
 * A whole page in one file: nothing is fetched, no script runs, and a browser that is told so by the policy would refuse both.
 * Ends with a line break.
 */
export const pageOf = (title: string, body: Markup): string =>
  source(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
          />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="referrer" content="no-referrer" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <style>
            ${styleSheet(style)}
          </style>
        </head>
        <body>
          ${body}
        </body>
      </html> `,
  );
