/** How a push proves who it is. */
export interface PushAuthorization {
  /** The header, or none. */
  authorization: Record<string, string>;
  /** A text from the other side in which nothing of the credentials is left. */
  withoutSecrets: (text: string) => string;
}

/**
 * Credentials for the Pushgateway, or what stands before it: a token, or user and password. They come from the environment
 * only, since flags are seen by every user of the machine, and files are committed.
 */
export function pushAuthorization(env: NodeJS.ProcessEnv): PushAuthorization {
  const token = env['TENANTPROOF_PUSHGATEWAY_TOKEN']?.trim() ?? '';
  const user = env['TENANTPROOF_PUSHGATEWAY_USER'] ?? '';
  const password = env['TENANTPROOF_PUSHGATEWAY_PASSWORD'] ?? '';
  const basic = user === '' && password === '' ? '' : Buffer.from(`${user}:${password}`).toString('base64');
  const secrets = [token, basic, password].filter((secret) => secret !== '');
  const header = token !== '' ? `Bearer ${token}` : basic !== '' ? `Basic ${basic}` : '';
  return {
    authorization: header === '' ? {} : { authorization: header },
    withoutSecrets: (text) => secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text),
  };
}
