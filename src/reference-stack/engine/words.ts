const vocabulary =
  'a gateway holds the line while one tenant runs away and no other tenant sees its answers come late'.split(
    ' ',
  );

/** The words that a request is answered with: the same for the same seed and prompt. */
export function wordsFor(seed: number, prompt: string): (index: number) => string {
  let state = seed >>> 0;
  for (let at = 0; at < prompt.length; at += 1) state = (Math.imul(state, 31) + prompt.charCodeAt(at)) >>> 0;
  return (index) => {
    // One round of the finalizer of MurmurHash3 spreads neighbouring indexes.
    let mixed = (state + Math.imul(index + 1, 0x9e3779b1)) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
    const word = vocabulary[((mixed ^ (mixed >>> 13)) >>> 0) % vocabulary.length] ?? '';
    return index === 0 ? word : ` ${word}`;
  };
}
