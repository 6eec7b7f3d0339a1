/**
 * Tokens that tell what they are by their form. Sources: https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats,
 * https://docs.gitlab.com/security/tokens/#token-prefixes, RFC 7519 (a JWT begins with base64url of `{"`), RFC 7468 (PEM).
 */
const tokens = [
  /\bsk-(?=[\w-]{0,80}\d)[\w-]{20,200}/,
  /\bgh[opsru]_\w{36,255}/,
  /\bgithub_pat_\w{22,255}/,
  /\bglpat-[\w-]{20,255}/,
  /\bxox[abpr]-[\w-]{10,255}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bhf_\w{30,255}/,
  /\bnvapi-[\w-]{40,255}/,
  /\beyJ[\w-]{10,500}\.eyJ[\w-]{4,2000}/,
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/,
];

/** What stands before the @ of an address (RFC 3986, userinfo). */
const userinfo = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#@'"]{1,500}@/i;

const shapes = new RegExp([...tokens, userinfo].map(({ source }) => `(?:${source})`).join('|'), 'gi');

/** Where in a text something begins that looks like a credential. */
export const credentialOffsets = (text: string): number[] =>
  [...text.matchAll(shapes)].map(({ index }) => index);

export const looksLikeCredential = (text: string): boolean => credentialOffsets(text).length > 0;

const secretKey =
  /(?:apikey|accesskey|secretkey|privatekey|token|password|passwd|passphrase|secret|credentials?|authorization)$/;

/** Whether what stands under a key of this name is a secret, however it is written: `apiKey`, `API_KEY`, `db-password`. */
export const namesCredential = (key: string): boolean =>
  secretKey.test(
    key
      .slice(0, 200)
      .toLowerCase()
      .replaceAll(/[\s_.-]/g, ''),
  );
