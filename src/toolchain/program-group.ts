/** One executable. */
export interface PinnedProgram {
  name: string;
  /** Name of the file, if it is not `name`. */
  file?: string;
  /** What makes it print its version; `--version` if absent. */
  versionArgs?: readonly string[];
  /** Main package within the Go module of its group, if not the module's root. */
  goPackage?: string;
}

/** Placeholders in addresses and members: `{version}`, `{arch}` (amd64, arm64), `{file}`. */
export type Way =
  | {
      kind: 'official-download';
      url: string;
      /** The published file with its SHA-256. */
      checksums: string;
      /** Path inside the .tar.gz at `url`; without it, the address is the program itself. */
      member?: string;
    }
  | {
      kind: 'go-modules';
      module: string;
      /** Version of the module, if it is not `v{version}`. */
      moduleVersion?: string;
      tags?: string;
      /** Variables that the linker sets, `path=value`. */
      stamps?: readonly string[];
      /** Version at which to take the modules that the module replaces by folders of its own repository. */
      stagingVersion?: string;
    }
  | {
      kind: 'python-wheel';
      package: string;
      member: string;
      /** Architectures of the published wheels. */
      arch: readonly NodeJS.Architecture[];
    }
  | {
      kind: 'debian-package';
      package: string;
      /** Where the program lies, depending on the release. */
      members: readonly string[];
      /** Distributions carry other versions; this one is the oldest that does. */
      atLeast: string;
    };

/** Programs of one project, released together. */
export interface ProgramGroup {
  /** Part of folder names. */
  name: string;
  title: string;
  version: string;
  /** Folder inside `TENANTPROOF_PROGRAMS`, if not its root. Its programs are then used together or not at all. */
  settingFolder?: string;
  /** What the version's text has to mention, or the program lacks something that is needed. */
  versionMentions?: string;
  programs: readonly PinnedProgram[];
  ways: readonly Way[];
}
