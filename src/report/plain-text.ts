/** Terminal control sequences (ECMA-48): OSC and other strings with their payload, CSI, two-character escapes. */
const controlSequences =
  // oxlint-disable-next-line no-control-regex -- control characters are what this removes
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/gu;

/** Characters that a reader can't see: control, format (bidirectional overrides, zero width), lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}]+/gu;

/**
 * Text that came from a server or a user, safe to print on one line: it can't move the cursor, colour, link or reorder.
 */
export const plainText = (text: string): string =>
  text.replaceAll(controlSequences, '').replaceAll(/\s+/gu, ' ').replaceAll(invisible, '').trim();
