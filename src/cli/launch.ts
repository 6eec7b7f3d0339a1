#!/usr/bin/env node
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** First major version of Node that runs us; the code below runs on older ones too. */
const neededMajor = 24;
/** npm package that is nothing but the Node program for this machine. */
const nodePackage = `node-linux-${process.arch}@${neededMajor}`;

/** As `exitCode.environmentFailed`, which an old Node may not be able to load. */
const environmentFailed = 21;

const bin = fileURLToPath(new URL('bin.js', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
  await import('./bin.js');
} else {
  process.exitCode = await runOnNewerNode();
}

/** Node does not update itself: npm fetches the right one, once, into its own cache. */
async function runOnNewerNode(): Promise<number> {
  process.stderr.write(
    `Node ${process.versions.node} is too old, ${neededMajor} is needed: using ${nodePackage} from npm\n`,
  );
  const printPath = ['node', '-p', 'process.execPath'];
  const found = spawnSync('npm', ['exec', '--yes', `--package=${nodePackage}`, '--', ...printPath], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const node = found.stdout?.trim() ?? '';
  if (found.status !== 0 || node === '') {
    process.stderr.write(`npm could not fetch it. Install Node ${neededMajor} or newer and try again.\n`);
    return environmentFailed;
  }
  const child = spawn(node, [bin, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => forward(child, signal));
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code ?? environmentFailed));
  });
}

/** A terminal sends Ctrl-C to the child by itself; passing it on would count as a second one. */
function forward(child: ChildProcess, signal: NodeJS.Signals): void {
  if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
}
