/** Text on its ground has a contrast of 4.5 at least, in both schemes (WCAG 2.2, 1.4.3). */
export const colours = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1a1f26; --quiet: #57606a; --line: #dde1e6; --wash: #f5f7f9; --link: #0b57b0;
  --held: #14692f; --held-tint: #e8f5ec;
  --breached: #b3261e; --breached-tint: #fdecea;
  --inconclusive: #7a4c00; --inconclusive-tint: #fdf3dc;
  --not-verified: #3f5872; --not-verified-tint: #ebf0f5;
  --rest: #1f62c4; --attack: #b4480c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1317; --ink: #e6e9ed; --quiet: #a0aab5; --line: #2c343d; --wash: #181d23; --link: #8dbdff;
    --held: #74d492; --held-tint: #13271a;
    --breached: #ff9d93; --breached-tint: #341715;
    --inconclusive: #efc46a; --inconclusive-tint: #2e2511;
    --not-verified: #a8c2dd; --not-verified-tint: #18232e;
    --rest: #7fb2ff; --attack: #ff9f62;
  }
}
.held { --tone: var(--held); --tint: var(--held-tint); }
.breached { --tone: var(--breached); --tint: var(--breached-tint); }
.inconclusive { --tone: var(--inconclusive); --tint: var(--inconclusive-tint); }
.not-verified { --tone: var(--not-verified); --tint: var(--not-verified-tint); }
`;
