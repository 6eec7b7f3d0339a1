import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { exitCode } from '../../model/exit-code.ts';
import { statementInWords, type Statement } from '../../report/certificate/statement.ts';
import { plainText } from '../../report/plain-text.ts';
import type { CommandContext } from '../context.ts';
import { checkEvidence } from './check-evidence.ts';
import { openCertificate, type Signer } from './open-certificate.ts';

export interface VerifyFlags {
  key?: string;
  certificateIdentity?: string;
  certificateOidcIssuer?: string;
  run?: string;
  signatureOnly?: boolean;
}

/** Says line by line what of a certificate is good, and resolves with the exit code. */
export async function verifyCertificate(
  file: string,
  flags: VerifyFlags,
  context: CommandContext,
): Promise<number> {
  const signer = signerFrom(flags);
  const folder = flags.signatureOnly ? undefined : runFolder(file, flags.run);
  const tell = teller(context);
  const opened = await openCertificate(file, signer);
  if ('fault' in opened) {
    tell.bad(opened.fault);
    return exitCode.breached;
  }
  const { statement } = opened;
  tell.good(`signed by ${opened.signedBy}`);
  tell.good(`it says ${statementInWords(statement)}`);
  if (folder !== undefined) return verifyEvidence(statement, folder, tell);
  tell.unsure('the evidence was not looked at: whether the run is as certified is not known');
  return flags.signatureOnly ? exitCode.held : exitCode.inconclusive;
}

async function verifyEvidence(statement: Statement, folder: string, tell: Teller): Promise<number> {
  const { wrong, undecided, report } = await checkEvidence(statement, folder);
  for (const line of wrong) tell.bad(line);
  if (wrong.length > 0) return exitCode.breached;
  tell.good(`all ${statement.subject.length} files are as certified`);
  for (const line of undecided) tell.unsure(line);
  if (undecided.length > 0 || !report) return exitCode.inconclusive;
  tell.good(`the run was judged again, and all ${report.verdicts.length} verdicts are as certified`);
  return exitCode.held;
}

interface Teller {
  good: (line: string) => void;
  bad: (line: string) => void;
  unsure: (line: string) => void;
}

function teller({ print, colours }: CommandContext): Teller {
  const line = (mark: string) => (text: string) => print(`${mark} ${plainText(text)}\n`);
  return {
    good: line(colours.green('✔')),
    bad: line(colours.red('✘')),
    unsure: line(colours.yellow('?')),
  };
}

function signerFrom({ key, certificateIdentity, certificateOidcIssuer }: VerifyFlags): Signer {
  const bySigstore = certificateIdentity !== undefined && certificateOidcIssuer !== undefined;
  const half = certificateIdentity !== undefined || certificateOidcIssuer !== undefined;
  if (key !== undefined && !half) return { key };
  if (key === undefined && bySigstore) {
    return { identity: certificateIdentity, issuer: certificateOidcIssuer };
  }
  throw new UsageError(
    'Say who must have signed: --key FILE, or --certificate-identity and --certificate-oidc-issuer',
    {
      code: 'bad-option',
      hint: 'Anybody can sign a certificate; only who signed it makes it worth something.',
    },
  );
}

/** undefined if no run lies beside the certificate. */
function runFolder(file: string, asked: string | undefined): string | undefined {
  if (asked === undefined) {
    const beside = dirname(file);
    return existsSync(join(beside, 'run.json')) ? beside : undefined;
  }
  if (existsSync(asked)) return asked;
  throw new UsageError(`There is no run at ${asked}`, {
    code: 'no-such-run',
    hint: 'Give the folder of the run that was certified.',
  });
}
