import { sign, verify, type KeyObject } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { z } from 'zod';
import { statementMediaType, statementSchema, type Statement } from '../../report/certificate/statement.ts';
import { keyIdOf } from './keys.ts';

/** What a certificate says, or why it cannot be believed. */
export type Opened = { statement: Statement; signedBy: string } | { fault: string };

/** Only the one spelling of its bytes: a changed character that means the same would go unnoticed. */
const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'is no base64');

/** A DSSE envelope (github.com/secure-systems-lab/dsse, `envelope.md`) with one signature. Strict: every byte of it counts. */
const envelopeSchema = z.strictObject({
  payloadType: z.literal(statementMediaType),
  payload: base64,
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: base64 })]),
});

/** What is signed of a statement. */
export const payloadOf = (statement: Statement): Buffer => Buffer.from(JSON.stringify(statement));

/** The text of a certificate. Ed25519 signatures are deterministic: the same statement and key give the same bytes. */
export function sealed(
  statement: Statement,
  { privateKey, keyid }: { privateKey: KeyObject; keyid: string },
): string {
  const payload = payloadOf(statement);
  const envelope: z.infer<typeof envelopeSchema> = {
    payloadType: statementMediaType,
    payload: payload.toString('base64'),
    signatures: [{ keyid, sig: sign(null, encoded(payload), privateKey).toString('base64') }],
  };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

const encoded = (payload: Buffer): Buffer => dsse.preAuthEncoding(statementMediaType, payload);

/** Verifies the signature, and only then reads what was signed. */
export function opened(envelope: unknown, publicKey: KeyObject): Opened {
  const parsed = envelopeSchema.safeParse(envelope);
  if (!parsed.success)
    return { fault: `the certificate is not what certify writes: ${firstFault(parsed.error)}` };
  const [{ keyid, sig }] = parsed.data.signatures;
  const expected = keyIdOf(publicKey);
  if (keyid !== expected) {
    return {
      fault: `the certificate was signed with another key, or changed: it names ${keyid}, the key given is ${expected}`,
    };
  }
  const payload = Buffer.from(parsed.data.payload, 'base64');
  if (!verify(null, encoded(payload), publicKey, Buffer.from(sig, 'base64'))) {
    return { fault: "the certificate's signature does not fit what it says: one of them was changed" };
  }
  return statementIn(payload, `key ${keyid}`);
}

/** Reads what was signed, once its signature is known to be good. */
export function statementIn(payload: Buffer, signedBy: string): Opened {
  const parsed = statementSchema.safeParse(parseJson(payload.toString('utf8')));
  if (parsed.success) return { statement: parsed.data, signedBy };
  return { fault: `what the certificate says is no statement of test results: ${firstFault(parsed.error)}` };
}

/** undefined if it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const firstFault = ({ issues: [issue] }: z.ZodError): string =>
  `${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}`;
