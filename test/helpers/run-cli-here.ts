import { main, type Outside } from '../../src/cli/main.ts';
import { notInAWorkflow, type CliResult } from './run-cli.ts';

/** The command line in this process: as `runCli`, without the time that a new process takes. It uses the working directory. */
export async function runCliHere(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
  const written = { stdout: '', stderr: '' };
  const streamTo = (name: keyof typeof written): NodeJS.WriteStream =>
    ({
      isTTY: false,
      write: (text: string) => {
        written[name] += text;
        return true;
      },
    }) as NodeJS.WriteStream;
  const outside: Outside = {
    stdout: streamTo('stdout') as Outside['stdout'],
    stderr: streamTo('stderr') as Outside['stderr'],
    env: { ...process.env, ...notInAWorkflow, NO_COLOR: '1', CI: 'true', ...env },
  };
  const exitCode = await main(args, outside);
  return { exitCode, ...written };
}
