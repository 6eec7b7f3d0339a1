import stringWidth from 'string-width';

/** A piece of a line. */
export interface Part {
  text: string;
  /** What stands for it where there is little room. */
  short?: string;
  paint?: (text: string) => string;
  /** What goes first where there is no room has the highest; 0, the default, never goes. */
  dispensable?: number;
}

const between = ' · ';

/**
 * Pieces side by side in at most `room` columns. Where they have no room, they are shortened from the last on; where that
 * is not enough, whole pieces are left out, the most dispensable first; and what still is too long is cut. Wide characters
 * count as the two columns that they take.
 */
export function fitted(parts: readonly Part[], room: number): string {
  let least: readonly Part[] = [];
  for (let left: Parts = parts.filter(({ text }) => text !== ''); left; left = withOneLess(left)) {
    for (let tried: Parts = left; tried; tried = withOneShorter(tried)) {
      if (widthOf(tried) <= room) return painted(tried);
      least = tried;
    }
  }
  return cut(least.map(({ text }) => text).join(between), room);
}

type Parts = readonly Part[] | undefined;

const painted = (parts: readonly Part[]): string =>
  parts.map(({ text, paint = (same) => same }) => paint(text)).join(between);

function withOneShorter(parts: readonly Part[]): Parts {
  const place = parts.findLastIndex(({ short }) => short !== undefined);
  const part = parts[place];
  if (part?.short === undefined) return undefined;
  const { short: text, ...others } = part;
  return parts.with(place, { ...others, text });
}

function withOneLess(parts: readonly Part[]): Parts {
  const most = Math.max(...parts.map(dispensabilityOf));
  if (!(most > 0)) return undefined;
  const gone = parts.findLastIndex((part) => dispensabilityOf(part) === most);
  return parts.filter((_, index) => index !== gone);
}

const dispensabilityOf = ({ dispensable = 0 }: Part): number => dispensable;

const widthOf = (parts: readonly Part[]): number => stringWidth(parts.map(({ text }) => text).join(between));

const segmenter = new Intl.Segmenter('en');

/** The text, or its beginning with `…` in at most so many columns. */
export function cut(text: string, room: number): string {
  if (stringWidth(text) <= room) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (stringWidth(kept + segment) > room - 1) break;
    kept += segment;
  }
  return room < 1 ? '' : `${kept}…`;
}
