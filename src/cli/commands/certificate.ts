import { relative } from 'node:path';
import { exitCode } from '../../model/exit-code.ts';
import { keyIdOf, makeKeyPair, withOpenssl } from '../certificate/keys.ts';
import type { VerifyFlags } from '../certificate/verify-certificate.ts';
import type { CommandContext } from '../context.ts';
import type { AddCommand } from './command.ts';

const verifyHelp = `
Verifies the signature, then the SHA-256 of every file of the run, then judges the run again from what it recorded and
compares. What is not as it was certified is named. The run is looked for beside the certificate.

Exit codes:
  0 all is as it was certified   99 something is not: the signature, a file, a verdict
  20 the signature is good, and the evidence was not looked at, or this version cannot judge it   104 bad input
  21 Sigstore's trusted root cannot be had

Examples:
  tenantproof certificate verify reports/latest/certificate.json --key certificate.key.pub
  tenantproof certificate verify certificate.json --key certificate.key.pub --run unpacked/
  tenantproof certificate verify certificate.json --key certificate.key.pub --signature-only
  tenantproof certificate verify certificate.json --certificate-oidc-issuer https://token.actions.githubusercontent.com \\
    --certificate-identity https://github.com/OWNER/REPO/.github/workflows/release-certification.yml@refs/tags/v1.0.0`;

const keyHelp = `
openssl can do it too:
  ${withOpenssl}
  openssl pkey -in certificate.key -pubout -out certificate.key.pub
Keep the private key from others and out of the repository. The id that a certificate names its key by is the SHA-256 of
the public key:
  openssl pkey -in certificate.key -pubout -outform DER | sha256sum`;

export const addCertificate: AddCommand = (program, run) => {
  const certificate = program
    .command('certificate')
    .summary('verify a certificate against its run, or make a key to sign with');
  certificate
    .command('verify')
    .summary('is everything as it was certified?')
    .argument('<file>', 'the certificate')
    .option('--key <file>', 'public key of who must have signed')
    .option('--certificate-identity <identity>', 'of a certificate signed by Sigstore: who must have signed')
    .option('--certificate-oidc-issuer <url>', 'of a certificate signed by Sigstore: who vouched for them')
    .option('--run <folder>', 'folder of the run (default: that of the certificate)')
    .option('--signature-only', 'do not look at the evidence')
    .addHelpText('after', verifyHelp)
    .action((file: string, flags: VerifyFlags) =>
      run(async (context) => {
        const { verifyCertificate } = await import('../certificate/verify-certificate.ts');
        return await verifyCertificate(file, flags, context);
      }),
    );
  certificate
    .command('key')
    .summary('make a key pair to sign certificates with')
    .option(
      '--output <file>',
      'the private key; the public key lies beside it as <file>.pub',
      'certificate.key',
    )
    .addHelpText('after', keyHelp)
    .action((flags: { output: string }) => run((context) => makeKey(flags.output, context)));
};

async function makeKey(output: string, { print, progress }: CommandContext): Promise<number> {
  const publicKey = await makeKeyPair(output);
  progress.note(`Key ${keyIdOf(publicKey)}`);
  for (const file of [output, `${output}.pub`]) print(`${relative(process.cwd(), file)}\n`);
  return exitCode.held;
}
