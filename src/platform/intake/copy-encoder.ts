/**
 * Encodes rows for `COPY … FROM STDIN (FORMAT binary)` straight into one growing buffer: no text formatting, no escaping,
 * no object per row. PostgreSQL documents the format under "COPY, Binary Format".
 */

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const NULL_LENGTH = 0xffffffff;
/** days from 1970-01-01 to 2000-01-01, where PostgreSQL's dates begin */
const EPOCH_DAYS = 10_957;

export class CopyEncoder {
  #buffer: Buffer;
  #length = 0;
  #rows = 0;

  constructor(initialBytes = 1 << 22) {
    this.#buffer = Buffer.allocUnsafeSlow(initialBytes);
    this.reset();
  }

  get rows(): number {
    return this.#rows;
  }

  get bytes(): number {
    return this.#length;
  }

  /** Starts over; the memory is kept. */
  reset(): void {
    SIGNATURE.copy(this.#buffer, 0);
    this.#length = SIGNATURE.length;
    this.#rows = 0;
  }

  /** The finished stream of bytes; good until the next `reset`. */
  finish(): Buffer {
    this.#reserve(2);
    this.#buffer.writeInt16BE(-1, this.#length);
    return this.#buffer.subarray(0, this.#length + 2);
  }

  row(fields: number): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeInt16BE(fields, this.#length);
    this.#rows++;
  }

  null(): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32BE(NULL_LENGTH, this.#length);
  }

  /** text, or jsonb sent as text into a text column */
  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(4 + value.length * 3);
    const written = this.#buffer.write(value, this.#length + 4, 'utf8');
    this.#buffer.writeInt32BE(written, this.#length);
    this.#length += 4 + written;
  }

  /** integer, 4 bytes */
  integer(value: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeInt32BE(4, this.#length);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
  }

  /** uuid (16 bytes) or bytea */
  blob(value: Uint8Array | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(4 + value.length);
    this.#length = this.#buffer.writeInt32BE(value.length, this.#length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  /** uuid in its usual written form */
  uuid(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(20);
    this.#length = this.#buffer.writeInt32BE(16, this.#length);
    let at = this.#length;
    for (let index = 0; index < 36; index += 2) {
      if (value.charCodeAt(index) === 45) index++;
      this.#buffer[at++] = (hexDigit(value.charCodeAt(index)) << 4) | hexDigit(value.charCodeAt(index + 1));
    }
    if (at !== this.#length + 16) throw new RangeError('not a uuid');
    this.#length = at;
  }

  /** date, given as `YYYY-MM-DD` */
  date(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.integer(daysOf(value) - EPOCH_DAYS);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes + 2 <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + bytes + 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  throw new RangeError('not a hexadecimal digit');
}

const knownDays = new Map<string, number>();

/** Days since 1970-01-01; a report names few different days, so they are remembered. */
function daysOf(date: string): number {
  let days = knownDays.get(date);
  if (days === undefined) {
    if (knownDays.size > 50_000) knownDays.clear();
    days = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / 86_400_000;
    knownDays.set(date, days);
  }
  return days;
}
