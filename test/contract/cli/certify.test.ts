import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeKeyPair } from '../../../src/cli/certificate/keys.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { allOthers, edit, resealed, writeCertifiableRun } from '../../helpers/certifiable-run.ts';
import { runCliHere } from '../../helpers/run-cli-here.ts';
import type { CliResult } from '../../helpers/run-cli.ts';
import { spoiltCopy, type Spoil } from '../../helpers/spoilt-copy.ts';

let folder: string;
let others: string[];
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tenantproof-test-certify-'));
  key = join(folder, 'certificate.key');
  await makeKeyPair(key);
  others = await allOthers();
  await writeCertifiableRun(join(folder, 'whole'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const copyOfRun = (spoil?: Spoil): Promise<string> => spoiltCopy(join(folder, 'whole'), spoil);

const certify = async (spoil?: Spoil, leftOut: readonly string[] = others): Promise<CliResult> => {
  const without = leftOut.length === 0 ? [] : ['--without', ...leftOut];
  return runCliHere(['certify', await copyOfRun(spoil), '--key', key, ...without]);
};

/** What was missing, as it was listed. */
const missingIn = ({ stdout }: CliResult): string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ {2}✘ /, ''));

describe('a run of which everything is as it must be', () => {
  test('is certified, and what was left out is said', async () => {
    const run = await copyOfRun();
    const result = await runCliHere(['certify', run, '--key', key, '--without', ...others]);
    expect(result).toMatchObject({ exitCode: 0 });
    expect(result.stdout).toMatch(/run-\w+\/certificate\.json\n$/u);
    expect(result.stderr).toContain('WARNED: 7 tests passed, without ');
    expect(result.stderr).toContain('vram-allocation-ladder');
  });

  test('verifies with openssl, which knows nothing of us', async () => {
    const certificate = join(await copyOfRun(), 'c.json');
    const run = await copyOfRun();
    await runCliHere(['certify', run, '--key', key, '--output', certificate, '--without', ...others]);
    const envelope = JSON.parse(await readFile(certificate, 'utf8')) as {
      payloadType: string;
      payload: string;
      signatures: [{ sig: string }];
    };
    const payload = Buffer.from(envelope.payload, 'base64');
    // DSSE's pre-authentication encoding (`protocol.md`): what is signed.
    const head = `DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} `;
    const [signed, sig] = [`${certificate}.signed`, `${certificate}.sig`];
    await writeFile(signed, Buffer.concat([Buffer.from(head), payload]));
    await writeFile(sig, Buffer.from(envelope.signatures[0].sig, 'base64'));
    const args = [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      `${key}.pub`,
      '-in',
      signed,
      '-sigfile',
      sig,
    ];
    expect((await execa('openssl', args)).stdout).toBe('Signature Verified Successfully');
  });
});

const protectedVictim = 'request-flood-protected-victim.csv.gz';
const weakenedVictim = 'request-flood-weakened-limiter-off-fifo-victim.csv.gz';

/** Plays one arm's samples of the victim in the other's place. */
const replaced =
  (from: string, to: string): Spoil =>
  async (run) => {
    await cp(join(run, from), join(run, to));
    await resealed(run);
  };

const withRun =
  (fields: object): Spoil =>
  async (run) => {
    await edit<object>(run, 'run.json', (record) => ({ ...record, ...fields }));
    await resealed(run);
  };

const withPlan =
  (change: (plan: Plan) => Plan): Spoil =>
  async (run) => {
    await edit(run, 'plan.json', change);
    await resealed(run);
  };

describe('no certificate', () => {
  test('for part of the profile: every scenario that was not played is named', async () => {
    const result = await certify(undefined, []);
    expect(result.exitCode).toBe(20);
    expect(missingIn(result).sort()).toEqual(others.map((id) => `${id} was not played`).sort());
  });

  test.for<[string, Spoil, number, string | RegExp]>([
    [
      'of another profile',
      withRun({ profile: 'nightly' }),
      20,
      'the run was played in the profile nightly, not certify',
    ],
    [
      'of a run that ended early',
      withRun({ endedEarly: 'interrupted' }),
      20,
      'the run ended early: interrupted',
    ],
    [
      'of a run that was killed',
      (run) =>
        edit<object>(run, 'run.json', (record) => ({ ...record, digests: undefined, endedAt: undefined })),
      20,
      /^The run was ended before it could seal its files/,
    ],
    [
      'without its report',
      (run) => rm(join(run, 'report.json')),
      20,
      'report.json is not there: the run was ended before it could report',
    ],
    [
      'if the report says other than the observations',
      (run) => edit<object>(run, 'report.json', (report) => ({ ...report, summary: {} })),
      20,
      /^report\.json is not what comes out if the run is judged again/,
    ],
    ['of a breach', replaced(weakenedVictim, protectedVictim), 99, /protected\/victim-p99-ratio breached: /],
    [
      'of a missed control',
      replaced(protectedVictim, weakenedVictim),
      20,
      /victim-p99-ratio missed, as held where it had/,
    ],
    [
      'of a control that was not tried',
      withPlan((plan) => ({ ...plan, arms: plan.arms.slice(0, 1) })),
      20,
      'request-flood was not played with its weakness limiter-off-fifo',
    ],
    [
      'of looser limits',
      withPlan((plan) => ({
        ...plan,
        arms: plan.arms.map((arm) => ({ ...arm, limits: { ...arm.limits, p99Ratio: 1.25 } })),
      })),
      20,
      'request-flood was judged by p99Ratio 1.25, the profile asks for 1.05',
    ],
  ])('%s', async ([, spoil, exitCode, line]) => {
    const result = await certify(spoil);
    expect(result.exitCode).toBe(exitCode);
    expect(missingIn(result).filter((found) => found.match(line))).not.toEqual([]);
  });

  test('of a run that was changed since: it is refused as bad input', async () => {
    const result = await certify((run) => writeFile(join(run, 'observations.ndjson'), ''));
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    expect(result.stderr).toContain('changed since: observations.ndjson');
  });

  test('is written where one was refused', async () => {
    const run = await copyOfRun();
    await runCliHere(['certify', run, '--key', key]);
    await expect(readFile(join(run, 'certificate.json'))).rejects.toThrow('ENOENT');
  });
});

describe('who signs', () => {
  const complaint = async (...flags: string[]): Promise<string> => {
    const result = await runCliHere(['certify', join(folder, 'whole'), ...flags]);
    expect(result).toMatchObject({ exitCode: 104, stdout: '' });
    return result.stderr;
  };
  const pem = async (...args: string[]): Promise<string> => {
    const file = join(await mkdtemp(join(folder, 'key-')), 'key');
    await execa('openssl', [...args, '-out', file]);
    return file;
  };

  test('must be said, once', async () => {
    expect(await complaint()).toContain('one of --key FILE and --sigstore');
    expect(await complaint('--key', key, '--sigstore')).toContain('one of --key FILE and --sigstore');
  });

  test('must have a key of the right kind', async () => {
    expect(await complaint('--key', join(folder, 'absent'))).toContain('Cannot read the key: ENOENT');
    expect(await complaint('--key', `${key}.pub`)).toContain('holds no such key as PEM');
    expect(await complaint('--key', await pem('genpkey', '-algorithm', 'X25519'))).toContain(
      'type x25519, not ed25519',
    );
    const locked = await pem('genpkey', '-algorithm', 'ed25519', '-aes256', '-pass', 'pass:secret');
    expect(await complaint('--key', locked)).toContain('without a passphrase');
  });

  test('leaves out only what is known', async () => {
    expect(await complaint('--key', key, '--without', 'request-floods')).toContain(
      "Unknown scenario 'request-floods'",
    );
  });

  test('can have a key made by openssl, and is warned if others may read it', async () => {
    const file = await pem('genpkey', '-algorithm', 'ed25519');
    await execa('chmod', ['644', file]);
    const run = await copyOfRun();
    const result = await runCliHere(['certify', run, '--key', file, '--without', ...others]);
    expect(result.exitCode).toBe(0);
    expect(result.stderr).toContain(`Others than its owner may read ${file}`);
  });

  test('needs an identity to sign by Sigstore: without one nothing is signed', async () => {
    for (const name of [
      'ACTIONS_ID_TOKEN_REQUEST_URL',
      'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
      'SIGSTORE_ID_TOKEN',
    ])
      vi.stubEnv(name, '');
    const run = await copyOfRun();
    const result = await runCliHere(['certify', run, '--sigstore', '--without', ...others]);
    vi.unstubAllEnvs();
    expect(result).toMatchObject({ exitCode: 21, stdout: '' });
    expect(result.stderr).toMatch(/Sigstore did not sign: .*\n.*id-token: write.*--key/u);
    await expect(readFile(join(run, 'certificate.json'))).rejects.toThrow('ENOENT');
  });
});
