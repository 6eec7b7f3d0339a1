/** On paper everything that is folded is open, but for long tables. */
export const printStyle = `
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  details:not(.data)::details-content { content-visibility: visible; block-size: auto; }
  summary { color: var(--quiet); }
  details.data:not([open]) { display: none; }
  .scroll, details.data .scroll { overflow: visible; max-height: none; }
  article, figure, tr, .note { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  section.scenario { margin-top: 2rem; padding-top: 1.5rem; }
  a { color: inherit; text-decoration: none; }
  .badge, .blame, .note, .chart, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (forced-colors: active) {
  .badge { border: 1px solid; }
  .chart, .mark, .swatch { forced-color-adjust: none; background: var(--paper); }
}
`;
