import type { InitFlags } from '../init/init.ts';
import type { AddCommand } from './command.ts';

const help = `
A tenant is told as NAME,WORD=VALUE,… The first one is the victim, whose latency is measured; the second runs away.
  key-env=VARIABLE   environment variable with its API key (default: the name, as TEAM_A_KEY of team-a)
  key-file=PATH      file whose first line is its API key, instead
  model=NAME         needed if the endpoint offers it several
  rpm=N              requests per minute that it was promised; needed if no header tells
  burst=N            requests that may arrive at once (default: what a header tells, else those of a minute)
  tpm=N              tokens per minute
  concurrent=N       requests that may be open at the same time
  weight=N           share of contended engines, relative to the other tenants, who need one too
  namespace=NAME     its namespace in the cluster behind the endpoint, of which these are asked:
  gpus=N             GPUs (nvidia.com/gpu) that its pods may hold together
  memory=AMOUNT      what the memory limits of its pods may come to together, as in 64Gi
What was not promised is not asked about. Keys themselves are taken from nowhere but a variable or a file. A Prometheus
that wants a bearer token gets the one in PROMETHEUS_TOKEN, if that is set.

On a terminal, what is missing is asked. The endpoint gets two requests for each tenant and two more at most: its models,
one completion of six tokens, one that is not streamed if streaming is refused, and /metrics. A Prometheus gets one. None
takes longer than 5 s, and none follows a redirect.

Exit codes:
  0 the file is written   21 it cannot be   104 something is missing, or the file is there already   105 interrupted

Examples:
  tenantproof init                                          asks
  tenantproof init --endpoint https://llm.example.com \\
    --tenant team-a,rpm=600,burst=20 --tenant team-b,rpm=60 asks nothing; keys in TEAM_A_KEY and TEAM_B_KEY
  tenantproof verify --dry-run                              what the file makes verify send`;

export const addInit: AddCommand = (program, run) => {
  program
    .command('init')
    .summary('write tenantproof.yaml for a stack of your own, from a few questions or flags')
    .description(
      'Asks what cannot be seen, looks at the endpoint for what can, and writes settings that tenantproof verify takes as they are.',
    )
    .option(
      '--endpoint <url>',
      'base address of an OpenAI-compatible gateway; nothing else is called, save --prometheus',
    )
    .option('--tenant <what...>', 'a tenant and what it was promised, as below; two at least')
    .option(
      '--prometheus <url>',
      'a Prometheus that scrapes the engines; asked which metrics of theirs it has',
    )
    .option('--kubeconfig <file>', 'of the cluster behind the endpoint (default: KUBECONFIG)')
    .option('--context <name>', 'context of that file (default: its current one)')
    .option('--requests <number>', 'most requests that a run may send (default: 50000)')
    .option('-o, --output <file>', 'the file to write', 'tenantproof.yaml')
    .option('--force', 'write over a file that is there')
    .option('-y, --yes', 'ask nothing, also on a terminal')
    .addHelpText('after', help)
    .action((flags: InitFlags) =>
      run(async (context) => {
        const { init } = await import('../init/init.ts');
        return await init(flags, context);
      }),
    );
};
