export const verdictStyle = `
.badge { display: inline-block; color: var(--tone); background: var(--tint); font-size: 0.75rem; font-weight: 700;
  letter-spacing: 0.04em; line-height: 1.4; padding: 0.15em 0.6em; border-radius: 4px; white-space: nowrap; vertical-align: 0.12em; }
td .beside { display: block; }
h2 .badge { font-size: 0.8125rem; vertical-align: 0.3em; margin-left: 0.35rem; }
h4 .badge { margin-right: 0.35rem; }
.verdict { padding: 1.1rem 0 1.1rem 1.1rem; border-left: 3px solid var(--tone); margin-bottom: 1rem; }
.verdict.held { border-left-color: var(--line); }
.verdict .reason { margin-top: 0.35rem; max-width: 52rem; }
.verdict details { margin-top: 0.5rem; font-size: 0.9375rem; }
.verdict details ul { padding-left: 1.25rem; margin-top: 0.35rem; color: var(--quiet); max-width: 60rem; }
.verdict details li { margin-bottom: 0.25rem; }
.figures { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0.5rem 2.5rem; margin-top: 0.75rem; }
.figures dl { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; }
.figures dt { font-size: 0.8125rem; color: var(--quiet); }
.figures dd { font-variant-numeric: tabular-nums; }
.blame { display: grid; gap: 0.6rem; background: var(--tint); padding: 1rem 1.15rem; margin-top: 1rem; border-radius: 6px; max-width: 56rem; }
.blame dt { font-size: 0.8125rem; font-weight: 600; }
.blame code { background: var(--paper); }
.seen { margin-top: 0.9rem; max-width: 60rem; }
.seen + .seen { border-top: 1px solid var(--line); padding-top: 0.9rem; }
.of { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
