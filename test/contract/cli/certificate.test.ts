import { createPrivateKey, createPublicKey } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealed } from '../../../src/cli/certificate/envelope.ts';
import { keyIdOf, makeKeyPair } from '../../../src/cli/certificate/keys.ts';
import { digestOf } from '../../../src/cli/recorded-run/seal.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Statement } from '../../../src/report/certificate/statement.ts';
import { allOthers, edit, writeCertifiableRun } from '../../helpers/certifiable-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { spoiltCopy, type Spoil } from '../../helpers/spoilt-copy.ts';

let folder: string;
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-certificate-'));
  key = join(folder, 'certificate.key');
  await makeKeyPair(key);
  await writeCertifiableRun(join(folder, 'whole'));
  await runCliHere(['certify', join(folder, 'whole'), '--key', key, '--without', ...(await allOthers())]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const copyOfRun = (spoil?: Spoil): Promise<string> => spoiltCopy(join(folder, 'whole'), spoil);

const verifyIn = (run: string, ...flags: string[]): Promise<CliResult> =>
  runCliHere(['certificate', 'verify', join(run, 'certificate.json'), '--key', `${key}.pub`, ...flags]);

/** Verifies the certificate in a copy of the run that was spoilt. */
const verify = async (spoil?: Spoil, ...flags: string[]): Promise<CliResult> =>
  verifyIn(await copyOfRun(spoil), ...flags);

/** What was found wrong. */
const wrongIn = ({ stdout }: CliResult): string[] =>
  [...stdout.matchAll(/^✘ (.*)$/gmu)].map(([, line = '']) => line);

const flipByteOf =
  (name: string, part = 0.5): Spoil =>
  async (run) => {
    const path = join(run, name);
    const bytes = await readFile(path);
    const index = Math.floor(part * (bytes.length - 1));
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    await writeFile(path, bytes);
  };

const samples = 'request-flood-weakened-limiter-off-fifo-aggressor.csv.gz';

describe('a certificate and its run', () => {
  test('verify: the signature, every file, every verdict', async () => {
    const result = await verify();
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toMatch(
      /^✔ signed by key [0-9a-f]{64}\n✔ it says WARNED: 7 tests passed, without .*\n✔ all 8 files are as certified\n✔ the run was judged again, and all 7 verdicts are as certified\n$/u,
    );
  });

  test('verify where they lie apart', async () => {
    const run = await copyOfRun();
    const apart = join(await mkdtemp(join(folder, 'apart-')), 'certificate.json');
    await cp(join(run, 'certificate.json'), apart);
    const args = ['certificate', 'verify', apart, '--key', `${key}.pub`];
    expect((await runCliHere([...args, '--run', run])).exitCode).toBe(0);
    const alone = await runCliHere(args);
    expect(alone.exitCode).toBe(20);
    expect(alone.stdout).toContain('? the evidence was not looked at');
    const signature = await runCliHere([...args, '--signature-only']);
    expect(signature.exitCode).toBe(0);
    expect(signature.stdout).toContain('? the evidence was not looked at');
  });

  test('verify beside files that are only views of them', async () => {
    const spoil: Spoil = async (run) => {
      await writeFile(join(run, 'report.html'), '<p>held</p>');
      await rm(join(run, 'journal.ndjson'), { force: true });
    };
    expect((await verify(spoil)).exitCode).toBe(0);
  });
});

describe('one flipped bit is seen, and what it is in is named', () => {
  const files = [
    'observations.ndjson',
    'plan.json',
    'report.json',
    'run.json',
    'request-flood-protected-victim.csv.gz',
    samples,
  ];

  test.for(files.flatMap((name) => [0, 0.1, 0.5, 0.9, 1].map((part): [string, number] => [name, part])))(
    '%s at %f of its length',
    async ([name, part]) => {
      const result = await verify(flipByteOf(name, part));
      expect(result.exitCode).toBe(99);
      expect(wrongIn(result)).toEqual([`${name} was changed`]);
    },
  );

  test.for([0, 0.05, 0.3, 0.6, 0.9, 0.97, 1])('the certificate at %f of its length', async (part) => {
    const result = await verify(flipByteOf('certificate.json', part));
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual([expect.stringContaining('the certificate')]);
    expect(result.stdout).not.toContain('✔');
  });

  test('a file that is gone, and one that was added', async () => {
    const result = await verify(async (run) => {
      await cp(join(run, samples), join(run, 'other.csv.gz'));
      await rm(join(run, samples));
    });
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual(['other.csv.gz was added', `${samples} is gone`]);
  });
});

/** Puts another statement, properly signed, in the place of the certificate. */
async function signAnew(run: string, change: (statement: Statement) => Statement): Promise<void> {
  const path = join(run, 'certificate.json');
  const { payload } = JSON.parse(await readFile(path, 'utf8')) as { payload: string };
  const statement = JSON.parse(Buffer.from(payload, 'base64').toString()) as Statement;
  const privateKey = createPrivateKey(await readFile(key, 'utf8'));
  const keyid = keyIdOf(createPublicKey(privateKey));
  await writeFile(path, sealed(change(statement), { privateKey, keyid }));
}

describe('a certificate that was signed and is not true', () => {
  test('of a report that says other than the observations', async () => {
    const result = await verify(async (run) => {
      await edit<Report>(run, 'report.json', (report) => ({
        ...report,
        verdicts: report.verdicts.map((verdict, index) =>
          index === 0 ? { ...verdict, measured: 0.5 } : verdict,
        ),
      }));
      const sha256 = await digestOf(join(run, 'report.json'));
      await signAnew(run, (statement) => ({
        ...statement,
        subject: statement.subject.map((file) =>
          file.name === 'report.json' ? { ...file, digest: { sha256 } } : file,
        ),
      }));
    });
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual([
      'request-flood/protected/victim-p99-ratio is another if the run is judged again',
    ]);
  });

  test('of more than was played', async () => {
    const result = await verify((run) =>
      signAnew(run, (statement) => ({
        ...statement,
        predicate: { ...statement.predicate, result: 'PASSED', warnedTests: [] },
      })),
    );
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toContain('cache-eviction was not played');
  });

  test('of another tool', async () => {
    const result = await verify((run) =>
      signAnew(run, (statement) => ({
        ...statement,
        predicate: { ...statement.predicate, configuration: [{ name: 'other', uri: 'pkg:npm/other@1' }] },
      })),
    );
    expect(wrongIn(result)).toEqual(['what the certificate says of configuration is not what the run shows']);
  });

  test('of files with hostile names: none is opened, and nothing reaches the terminal', async () => {
    const hostile = '../../../etc/passwd\u001B[2J\n::error::x';
    const result = await verify((run) =>
      signAnew(run, (statement) => ({
        ...statement,
        subject: [...statement.subject, { name: hostile, digest: { sha256: 'a'.repeat(64) } }],
      })),
    );
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual(['../../../etc/passwd ::error::x is gone']);
    expect(result.stdout).not.toContain('\u001B');
  });
});

describe('what else can be wrong', () => {
  test('a file with a hostile name in the folder of the run', async () => {
    const result = await verify((run) => writeFile(join(run, '\u001B]0;x\u0007.csv.gz'), ''));
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual(['.csv.gz was added']);
  });

  test('another key', async () => {
    const other = join(await mkdtemp(join(folder, 'key-')), 'other.key');
    await makeKeyPair(other);
    const run = await copyOfRun();
    const args = ['certificate', 'verify', join(run, 'certificate.json'), '--key', `${other}.pub`];
    const result = await runCliHere(args);
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual([expect.stringContaining('signed with another key')]);
  });

  test('the certificate of another run', async () => {
    const other = await copyOfRun((run) =>
      edit<object>(run, 'run.json', (record) => ({ ...record, id: '2026-11-25T00-00-00-0002' })),
    );
    const result = await verify(undefined, '--run', other);
    expect(result.exitCode).toBe(99);
    expect(wrongIn(result)).toEqual(['run.json was changed']);
  });

  test.for<[string, string[], RegExp]>([
    ['nobody named', ['FILE'], /Say who must have signed: --key FILE, or --certificate-identity/],
    ['half an identity', ['FILE', '--certificate-identity', 'x'], /Say who must have signed/],
    ['no file', ['/absent', '--key', 'KEY'], /Cannot read the certificate: ENOENT/],
    ['no key', ['FILE', '--key', '/absent'], /Cannot read the key: ENOENT/],
    ['no run', ['FILE', '--key', 'KEY', '--run', '/absent'], /There is no run at \/absent/],
    [
      'an identity, of a certificate that is signed with a key',
      ['FILE', '--certificate-identity', 'https://x', '--certificate-oidc-issuer', 'https://y'],
      /is signed with a key\nVerify it with --key/,
    ],
  ])('bad input: %s', async ([, args, message]) => {
    const given = args.map((arg) =>
      arg === 'FILE' ? join(folder, 'whole/certificate.json') : arg === 'KEY' ? `${key}.pub` : arg,
    );
    const result = await runCliHere(['certificate', 'verify', ...given]);
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  test('a certificate signed by Sigstore is not verified with a key', async () => {
    const bundle = join(folder, 'bundle.json');
    await writeFile(bundle, '{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json"}');
    const result = await runCliHere(['certificate', 'verify', bundle, '--key', `${key}.pub`]);
    expect(result.exitCode).toBe(104);
    expect(result.stderr).toContain('is signed by Sigstore\nVerify it with --certificate-identity');
  });
});

describe('a key pair', () => {
  test('is made once, the private half for its owner alone', async () => {
    const file = join(await mkdtemp(join(folder, 'key-')), 'my.key');
    const result = await runCliHere(['certificate', 'key', '--output', file]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout.split('\n').map((line) => basename(line))).toEqual(['my.key', 'my.key.pub', '']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [pem, pub] = [await readFile(file, 'utf8'), await readFile(`${file}.pub`, 'utf8')];
    expect(result.stderr).toContain(`Key ${keyIdOf(createPublicKey(pub))}`);
    expect(pub).not.toContain('PRIVATE');
    const again = await runCliHere(['certificate', 'key', '--output', file]);
    expect(again).toMatchObject({ exitCode: 104, stdout: '' });
    expect(await readFile(file, 'utf8')).toBe(pem);
  });
});
