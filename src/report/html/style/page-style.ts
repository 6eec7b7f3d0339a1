export const pageStyle = `
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 1.5rem; }
h3 { font-size: 1rem; color: var(--quiet); font-weight: 600; margin: 2.25rem 0 0.75rem; letter-spacing: 0; }
h4 { font-size: 1.0625rem; }
p, ul, ol, dl, dd { margin: 0; }
a { color: var(--link); text-underline-offset: 0.15em; }
code { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--wash);
  padding: 0.1em 0.35em; border-radius: 4px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
section { margin-top: 3.5rem; }
section.scenario { border-top: 1px solid var(--line); padding-top: 3rem; margin-top: 4rem; }
summary { cursor: pointer; color: var(--link); width: fit-content; padding: 0.2rem 0; }
header .overline { color: var(--quiet); font-size: 0.875rem; }
header h1 { color: var(--tone); font-size: clamp(2.25rem, 6vw, 3.25rem); margin: 0.35rem 0 0.25rem; }
header .sentence { font-size: 1.25rem; max-width: 40rem; }
.note { border-left: 3px solid var(--quiet); background: var(--wash); padding: 0.75rem 1rem; margin-top: 1.25rem; max-width: 46rem; }
.note strong { display: block; }
.note.alarm { border-color: var(--inconclusive); background: var(--inconclusive-tint); }
.counts { display: flex; flex-wrap: wrap; gap: 1.5rem 3.5rem; margin-top: 2rem; }
.counts h2 { font-size: 0.875rem; font-weight: 600; color: var(--quiet); letter-spacing: 0; }
.counts dl { display: flex; flex-wrap: wrap; gap: 0.25rem 1.75rem; margin-top: 0.25rem; }
.counts dl div { display: flex; flex-direction: column-reverse; }
.counts dd { font-size: 1.75rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; color: var(--tone); }
.counts dt { font-size: 0.875rem; color: var(--quiet); }
.counts .none dd { color: var(--quiet); font-weight: 400; }
.to-do { padding-left: 1.4rem; margin-top: 0.75rem; max-width: 52rem; }
.to-do li { margin-bottom: 0.9rem; padding-left: 0.25rem; }
#to-do + p { margin-top: 0.5rem; max-width: 46rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 45%), 1fr)); gap: 1rem 1.5rem; margin-top: 1rem; }
.facts dt { font-size: 0.875rem; color: var(--quiet); }
.question { font-size: 1.125rem; margin-top: 0.75rem; max-width: 46rem; }
.control-name { color: var(--quiet); margin-top: 0.5rem; max-width: 46rem; }
.untried { list-style: none; padding: 0; margin-top: 1rem; }
.untried li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
.scroll { overflow-x: auto; margin-top: 0.75rem; overflow-wrap: normal; }
.scroll td, .scroll th { overflow-wrap: normal; }
table { border-collapse: collapse; font-size: 0.9375rem; width: 100%; }
caption { text-align: left; color: var(--quiet); font-size: 0.875rem; padding-bottom: 0.5rem; }
th, td { text-align: left; padding: 0.5rem 1.25rem 0.5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { font-weight: 600; font-size: 0.875rem; color: var(--quiet); white-space: nowrap; }
tbody th { font-weight: 500; min-width: 8ch; }
tbody th a, small, .short { white-space: nowrap; }
small { color: var(--quiet); font-weight: 400; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details.data { margin-top: 0.5rem; font-size: 0.875rem; }
details.data table { font-size: 0.875rem; width: auto; min-width: 50%; }
details.data td, details.data th { padding-block: 0.25rem; }
details.data .scroll { max-height: 24rem; overflow-y: auto; }
details.arm { margin: 1rem 0 2rem; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1.5rem; color: var(--quiet); font-size: 0.875rem; }
@media (max-width: 40rem) { .wide { display: none; } }
@media (max-width: 30rem) {
  main { padding: 1.5rem 1.25rem 3rem; }
  section { margin-top: 2.5rem; }
  .counts { gap: 1.25rem 2rem; }
}
`;
