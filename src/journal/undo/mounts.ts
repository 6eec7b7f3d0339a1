import { readFile } from 'node:fs/promises';

export interface Mount {
  path: string;
  /** File system type, e.g. `cgroup`, `cgroup2`, `overlay`. */
  type: string;
  /** Options of the file system itself, e.g. the controllers of a cgroup hierarchy. */
  options: string[];
}

/** Mounts of our own mount namespace, in the order in which they were made. */
export async function listMounts(): Promise<Mount[]> {
  return parseMountinfo(await readFile('/proc/self/mountinfo', 'utf8'));
}

/** Source: proc_pid_mountinfo(5). Optional fields end at a lone hyphen; blanks in paths are octal escapes. */
export function parseMountinfo(text: string): Mount[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const fields = line.split(' ');
      const end = fields.indexOf('-', 6);
      return {
        path: (fields[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) =>
          String.fromCharCode(Number.parseInt(octal, 8)),
        ),
        type: fields[end + 1] ?? '',
        options: (fields[end + 3] ?? '').split(','),
      };
    });
}
