/** At most `most` UTF-16 units of a text, and how much more there was. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half of a character may be left at the end.
  const kept = text.slice(0, most).replace(/\p{Cs}$/u, '');
  const more = (text.length - kept.length).toLocaleString('en-US');
  return `${kept} … (${more} more characters, see report.json)`;
}
