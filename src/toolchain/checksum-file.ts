const sha256 = /^[0-9a-f]{64}$/i;

/**
 * Finds the SHA-256 of a file in what a project publishes: `HASH`, `HASH  NAME`, `HASH *NAME`, `SHA256 (NAME) = HASH`,
 * one or many lines, also inside a PGP-signed message.
 * @param file base name of the artefact
 */
export function findChecksum(text: string, file: string): string | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  for (const line of lines) {
    const { hash, name } = parseLine(line);
    if (hash !== undefined && name === file) return hash;
  }
  const [only, ...others] = lines;
  return only !== undefined && others.length === 0 && sha256.test(only) ? only.toLowerCase() : undefined;
}

function parseLine(line: string): { hash?: string; name?: string } {
  const plain = /^(?<hash>\S+)\s+\*?(?:\S*\/)?(?<name>[^/\s]+)$/.exec(line);
  const tagged = /^SHA256 \((?:\S*\/)?(?<name>[^/\s]+)\) = (?<hash>\S+)$/.exec(line);
  const { hash, name } = (tagged ?? plain)?.groups ?? {};
  return hash !== undefined && name !== undefined && sha256.test(hash)
    ? { hash: hash.toLowerCase(), name }
    : {};
}
