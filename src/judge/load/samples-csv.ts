import { neverStarted, type LoadSample } from '../../model/load-samples.ts';
import { crowdSamplesHeader, samplesHeader } from '../../model/samples-header.ts';

/** Reads the text of a file of samples, in pieces as they come. */
export interface SamplesReader {
  /** @throws SyntaxError for a header or a line that is not one of ours */
  read(bytes: Uint8Array): void;
  /** @throws SyntaxError if the last line is cut */
  finish(): void;
}

const comma = 44;
const point = 46;
const minus = 45;
const zero = 48;
const newline = 10;
const columnsOf = (header: string): number => header.split(',').length;

/**
 * Reads samples without a string or an object for each: `take` is given the same object every time. Numbers have at most
 * three digits after the point, so that whole microseconds, divided once, give the number that was written.
 */
export function samplesReader(take: (sample: LoadSample) => void): SamplesReader {
  const sample: LoadSample = { intendedMs: 0, latencyMs: 0, firstByteMs: 0, sendDelayMs: 0, status: 0 };
  const fields = new Float64Array(columnsOf(crowdSamplesHeader));
  let columns = 0;
  let ofMany = false;
  let header = '';
  let inHeader = true;
  let column = 0;
  let [digits, whole, fraction, sign] = [0, 0, -1, 1];

  const endField = (): void => {
    if (column >= columns) throw broken('a line has too many columns');
    if (digits === 0 && sign < 0) throw broken('a sign without a number');
    fields[column++] = digits === 0 ? Number.NaN : (sign * whole) / scale(fraction);
    [digits, whole, fraction, sign] = [0, 0, -1, 1];
  };
  const endLine = (): void => {
    endField();
    if (column !== columns) throw broken('a line has too few columns');
    column = 0;
    sample.intendedMs = fields[0] ?? Number.NaN;
    sample.latencyMs = fields[1] ?? Number.NaN;
    sample.firstByteMs = fields[2] ?? Number.NaN;
    sample.sendDelayMs = fields[3] ?? Number.NaN;
    sample.status = fields[4] ?? Number.NaN;
    if (ofMany) sample.tenant = fields[5] ?? Number.NaN;
    if (!isWhole(sample)) throw broken('a line lacks its intended start, its status or its latency');
    take(sample);
  };
  const endHeader = (): void => {
    ofMany = header === crowdSamplesHeader;
    if (!ofMany && header !== samplesHeader) {
      throw broken(`the columns are '${header}', not '${samplesHeader}'`);
    }
    columns = columnsOf(header);
    inHeader = false;
  };
  return {
    read(bytes) {
      for (const byte of bytes) {
        if (inHeader) {
          if (byte === newline) endHeader();
          else header += String.fromCharCode(byte);
        } else if (byte >= zero && byte <= zero + 9) {
          whole = whole * 10 + (byte - zero);
          digits++;
          if (fraction >= 0) fraction++;
        } else if (byte === comma) endField();
        else if (byte === point && digits > 0 && fraction < 0) fraction = 0;
        else if (byte === newline) endLine();
        else if (byte === minus && digits === 0 && sign > 0) sign = -1;
        else throw broken(`unexpected byte ${byte}`);
      }
    },
    finish() {
      if (inHeader || column > 0 || digits > 0) throw broken('it ends within a line');
    },
  };
}

/** Only a request that was never started has no latency; counted as none it would be a fast one. */
const isWhole = ({ intendedMs, latencyMs, status }: LoadSample): boolean =>
  !Number.isNaN(intendedMs) && (status === neverStarted || !Number.isNaN(latencyMs + status));

const scale = (fraction: number): number => (fraction <= 0 ? 1 : fraction === 3 ? 1000 : 10 ** fraction);

const broken = (what: string): SyntaxError => new SyntaxError(what);
