import { spawn, type ChildProcess } from 'node:child_process';
import { packageFile } from '../../src/system/package-file.ts';

export interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCli {
  process: ChildProcess;
  result: Promise<CliResult>;
  /** Resolves when the text has appeared on standard error; rejects if the program ends first. */
  says(text: string): Promise<void>;
}

/** What a run under test finds is nothing to annotate the workflow with that runs the tests. */
export const notInAWorkflow: NodeJS.ProcessEnv = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' };

/** Starts `tenantproof` as a user does: a process of its own. It takes the embedded cluster unless told otherwise. */
export function startCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): RunningCli {
  const child = spawn(process.execPath, [packageFile('src/cli/bin.ts'), ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: {
      ...process.env,
      ...notInAWorkflow,
      NO_COLOR: '1',
      CI: 'true',
      TENANTPROOF_CLUSTER: 'embedded',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const watch of watchers) watch();
  });
  const result = new Promise<CliResult>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const watch = (): void => {
        if (!stderr.includes(text)) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
      void result.then(({ exitCode }) =>
        reject(new Error(`ended with ${exitCode} before saying '${text}':\n${stderr}`)),
      );
    });
  return { process: child, result, says };
}

export const runCli = (...args: Parameters<typeof startCli>): Promise<CliResult> => startCli(...args).result;
