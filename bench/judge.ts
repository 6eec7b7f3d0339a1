/** `npm run bench:judge`: how often the judge is wrong, and how long it takes, on simulated machines. Opens no connection, starts nothing. */
import { parseArgs } from 'node:util';
import { noiseModels } from './judge/noise/noise-models.ts';
import { benchRows } from './judge/rows.ts';
import { table } from './judge/table.ts';

const help = `Plays simulated experiments and counts what judges say of them.

  npm run bench:judge -- [--runs <n>] [--seed <n>] [--json]

  --runs <n>  experiments of each judge, for each noise and true ratio (250: about four minutes)
  --seed <n>  whole number; the same seed gives the same figures (1)
  --json      an array of rows instead of a table
  --help      this text

Noise:
  clean       a quiet machine: ln p99 has a standard deviation of 0.03 from window to window
  ci          a shared runner: a deviation of 0.10, and stalls of 20 to 60 ms every 10 s or so
  bursts      one window in twenty has 2 to 5 % of its requests three to five times slower
  drift       clean, but 30 % slower after 150 s, about the time of a whole run there
  correlated  a deviation of 0.08 that outlasts the window (autoregressive, 0.7)

Judges:
  tenantproof        the nightly profile of request-flood
  tenantproof-quick  the quick profile
  k6-thresholds      two k6 runs, each as long as tenantproof took; limit × p99 of the first is the threshold of the second
  point-estimate     as many pairs of windows as tenantproof took; the ratio of the two p99 as it is

  false pass: held at the limit. false fail: breached at 1.00. detected: breached at 1.50. mean time: to the verdict.
`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '250' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(help);
else {
  const rows = benchRows({
    noiseModels,
    seed: wholeNumber('seed', values.seed),
    runs: Math.max(1, wholeNumber('runs', values.runs)),
    onCell: (noise, trueRatio) => void process.stderr.write(`… ${noise}, true ratio ${trueRatio}\n`),
  });
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
}

function wholeNumber(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} '${value}' is not a whole number`);
}
