export const chartStyle = `
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 2.75rem 2.5rem;
  align-items: start; margin-top: 2rem; }
figure { margin: 0; min-width: 0; }
figcaption { font-size: 0.875rem; color: var(--quiet); margin-bottom: 0.75rem; }
figcaption strong { display: block; font-size: 1rem; color: var(--ink); }
.chart { display: block; width: 100%; height: auto; }
.chart text, .mark text { font: 11.5px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; fill: var(--quiet);
  font-variant-numeric: tabular-nums; }
.rows text { fill: var(--ink); }
.mark { width: 15rem; max-width: 100%; height: auto; flex: none; }
:where(.chart, .mark, .swatch) path { fill: none; }
.grid { stroke: var(--line); }
.axis { stroke: var(--quiet); }
.attack-band { fill: var(--attack); fill-opacity: 0.12; }
.taken-out { fill: none; stroke: var(--quiet); stroke-dasharray: 2 3; }
.line-median { fill: none; stroke: var(--quiet); stroke-width: 1.25; }
.dot-tail { stroke: var(--quiet); stroke-opacity: 0.6; stroke-width: 3.5; stroke-linecap: round; }
.line-rest { fill: none; stroke: var(--rest); stroke-width: 2.5; }
.line-attack { fill: none; stroke: var(--attack); stroke-width: 2.5; stroke-dasharray: 5 2; }
.line-measured { fill: none; stroke: var(--ink); stroke-width: 1.75; }
.dot-measured { stroke: var(--ink); stroke-width: 7; stroke-linecap: round; }
.whisker { stroke: var(--rest); stroke-opacity: 0.45; stroke-width: 2; }
.dot-held { stroke: var(--held); stroke-width: 7; stroke-linecap: round; }
.dot-breached { stroke: var(--breached); stroke-width: 8; stroke-linecap: square; }
.dot-open { stroke: var(--inconclusive); stroke-width: 4; stroke-linecap: round; }
.dot-failed { stroke: var(--breached); stroke-width: 6; stroke-linecap: square; }
.interval { fill: var(--rest); fill-opacity: 0.16; }
.limit { stroke: var(--breached); stroke-width: 1.75; stroke-dasharray: 5 3; }
.one { stroke: var(--quiet); stroke-dasharray: 1 3; }
.interval-line, .interval-ends { stroke: var(--tone); stroke-width: 2; }
.mark .dot-measured { stroke: var(--tone); stroke-width: 9; }
.mark .limit { stroke: var(--ink); stroke-dasharray: none; }
.admitted { fill: var(--attack); }
.refused { fill: var(--attack); fill-opacity: 0.25; }
.failed { fill: var(--breached); stroke: var(--ink); stroke-width: 0.75; }
.unstarted { fill: none; stroke: var(--quiet); stroke-dasharray: 2 2; }
.used { fill: var(--rest); }
.over { fill-opacity: 0.55; }
.rest { fill: var(--wash); stroke: var(--line); }
.span-attack { stroke: var(--attack); stroke-width: 9; }
.span-seen { stroke: var(--rest); stroke-width: 9; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; font-size: 0.8125rem; color: var(--quiet); margin-top: 0.35rem; }
.legend li { display: flex; align-items: center; gap: 0.4rem; }
.swatch { width: 22px; height: 12px; flex: none; }
@media (max-width: 30rem) { .chart text { font-size: 14px; } .rows text { font-size: 12.5px; } }
`;
