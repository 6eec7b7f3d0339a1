import { createPublicKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import { statementInWords, type Statement } from '../../report/certificate/statement.ts';
import { plainText } from '../../report/plain-text.ts';
import { isOpenToOthers, keyIdOf, readPrivateKey } from '../certificate/keys.ts';
import type { CommandContext } from '../context.ts';
import type { AddCommand } from './command.ts';

interface CertifyFlags {
  key?: string;
  sigstore?: boolean;
  without?: readonly string[];
  output?: string;
}

const help = `
The run is judged again first. There is no certificate for a run of another profile than certify, one that ended early
or was not sealed, one against a target (no control is removed there), one whose report.json is not what comes out, and none unless every scenario and every weakness of the
profile was played by its limits, every objective held and every control was caught. What is missing is listed.
--without leaves out scenarios that this cluster cannot play, by name; the result in the certificate is then WARNED, not
PASSED, and it names them.

The certificate is an in-toto statement (test-result v0.1) in a DSSE envelope. Its subjects are report.json, run.json,
plan.json, observations.ndjson and all samples, by SHA-256; the other files are views of these. --key signs with an
ed25519 key (PEM, without a passphrase; /dev/stdin takes it from a pipe), --sigstore with the identity of a CI job (a Sigstore
bundle, written to its public transparency log).

Exit codes:
  0 certified   20 something is missing   99 an objective was breached   21 Sigstore failed   104 bad input

Examples:
  tenantproof certificate key                                    a key pair, once
  tenantproof certify reports/latest --key certificate.key       reports/latest/certificate.json
  tenantproof certify reports/latest --sigstore --output c.json  in a CI job with an OIDC identity`;

export const addCertify: AddCommand = (program, run) => {
  program
    .command('certify')
    .summary('sign a certificate for a recorded run of the certify profile, or list what is missing')
    .argument('<run>', 'folder of a run, e.g. reports/latest')
    .option('--key <file>', 'private key to sign with')
    .option('--sigstore', 'sign by Sigstore, where an OIDC identity exists')
    .option('--without <scenario...>', 'scenarios that could not be played; the certificate names them')
    .option('--output <file>', 'where to (default: certificate.json in the folder of the run)')
    .addHelpText('after', help)
    .action((folder: string, flags: CertifyFlags) => run((context) => certify(folder, flags, context)));
};

async function certify(folder: string, flags: CertifyFlags, context: CommandContext): Promise<number> {
  const sign = await signerFor(flags, context);
  const { certifiable } = await import('../certificate/certify-run.ts');
  const found = await certifiable(folder, flags.without ?? []);
  if ('missing' in found) {
    const lines = found.missing.map((line) => `  ${context.colours.red('✘')} ${plainText(line)}\n`);
    context.print(`No certificate for ${plainText(folder)}. What is missing:\n${lines.join('')}`);
    return found.exitCode;
  }
  const output = flags.output ?? join(folder, 'certificate.json');
  await writeFile(output, await sign(found.statement));
  context.progress.note(statementInWords(found.statement));
  context.print(`${relative(process.cwd(), output)}\n`);
  return exitCode.held;
}

type Sign = (statement: Statement) => Promise<string>;

/** Before the run is judged, which may take a while: a key that cannot be read is better known at once. */
async function signerFor({ key, sigstore }: CertifyFlags, { progress }: CommandContext): Promise<Sign> {
  if ((key === undefined) === (sigstore === undefined)) {
    throw new UsageError('Sign with a key or by Sigstore: one of --key FILE and --sigstore', {
      code: 'bad-option',
      hint: 'tenantproof certificate key makes a key.',
    });
  }
  if (key === undefined) return (await import('../certificate/sigstore.ts')).sealedBySigstore;
  const privateKey = await readPrivateKey(key);
  if (await isOpenToOthers(key)) progress.note(`Others than its owner may read ${key}: chmod 600 it`);
  const { sealed } = await import('../certificate/envelope.ts');
  const keyid = keyIdOf(createPublicKey(privateKey));
  return async (statement) => sealed(statement, { privateKey, keyid });
}
