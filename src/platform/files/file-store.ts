/**
 * Keeps files that were handed in (tables, evidence) for as long as they are needed: named by their SHA-256, sealed on disk, written
 * whole or not at all. Each file has its own random AES-256 key, kept in its head, wrapped by the keyring and bound to the digest; the
 * content follows in pieces of 256 KiB, each authenticated with its place and with whether it is the last, so that a piece changed,
 * moved, dropped or cut off, or a file under another's name, is noticed before anyone reads it (`docs/sealed-format.md`).
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StoreFault } from '#contracts/vocabulary.ts';
import { isProblem, Problem } from '#kernel/refusal/problem.ts';
import { SealKeyMissing } from '#kernel/seal/field-cipher.ts';
import { type Looked, requireLookAtFile } from '../audit-look.ts';
import { asStoreFailure, asUnreadable, isMissing, onDisk, StoreFailure } from './store-failure.ts';
import { syncDirectory } from './sync-directory.ts';

/** Wraps the key of one file for the content of one digest, always to the same length; the keyring does it in the product. */
export interface FileKeys {
  wrap(key: Uint8Array, sha256: Uint8Array): Buffer;
  /** @throws SealKeyMissing when its wrapping key is not in the keyring; another error when altered or wrapped for another content */
  unwrap(wrapped: Uint8Array, sha256: Uint8Array): Buffer;
}

export interface FileStoreOptions {
  readonly directory: string;
  readonly keys: FileKeys;
  readonly randomBytes: (bytes: number) => Buffer;
  /** most bytes one file may have */
  readonly maxBytes: number;
}

export interface KeptFile {
  readonly sha256: Buffer;
  readonly bytes: number;
}

const MAGIC = Buffer.from('XHF2', 'latin1');
const UNKNOWN = Buffer.alloc(32);
const PIECE = 256 * 1024;
const TAG = 16;
const TEMPORARY = '.part';

export class FileStore {
  readonly #options: FileStoreOptions;

  constructor(options: FileStoreOptions) {
    this.#options = options;
  }

  /**
   * Takes a stream in. When this returns, the file is on the disk under its digest and survives a power cut; when it throws, nothing
   * of it is left. A file that stands there already is replaced: also one that is damaged, or sealed under a key that is gone.
   * @throws Problem `file.too_large`, `file.empty`; StoreFailure; what the stream throws, as it is
   */
  async keep(content: AsyncIterable<Uint8Array>): Promise<KeptFile> {
    const { directory, keys, randomBytes, maxBytes } = this.#options;
    await this.#makeDirectory();
    const key = randomBytes(32);
    const temporary = join(directory, `${randomBytes(12).toString('hex')}${TEMPORARY}`);
    const handle = await onDisk(open(temporary, 'wx', 0o600));
    try {
      // the digest is known at the end only: room is kept for the head, which is written last
      const room = headOf(keys.wrap(key, UNKNOWN)).length;
      await write(handle, Buffer.alloc(room));
      const digest = createHash('sha256');
      let bytes = 0;
      const sealer = new PieceSealer(handle, key);
      for await (const part of content) {
        bytes += part.length;
        if (bytes > maxBytes) throw tableTooLarge(maxBytes);
        digest.update(part);
        await sealer.push(part);
      }
      if (bytes === 0)
        throw new Problem('file.empty', {
          said: { zh: '收到的文件是空的（0字节）。', en: 'The file received is empty (0 bytes).' },
        });
      await sealer.end();
      const sha256 = digest.digest();
      const head = headOf(keys.wrap(key, sha256));
      if (head.length !== room) throw new Error('the head of a stored file has changed its length');
      await write(handle, head, 0);
      await onDisk(handle.sync());
      await onDisk(handle.close());
      await onDisk(rename(temporary, this.#path(sha256)));
      await syncDirectory(directory);
      return { sha256, bytes };
    } catch (error) {
      await handle.close().catch(() => undefined);
      // a disk that failed may not let go of it either; the sweep does
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /**
   * The content, piece by piece, each checked before it is given; the last one only when the whole is what its name says.
   * @param look in the log, of this very file
   * @throws StoreFailure when the file is missing, altered, cut off, exchanged, or cannot be read
   */
  async *read(sha256: Uint8Array, look: Looked): AsyncGenerator<Buffer> {
    requireLookAtFile(look, sha256);
    yield* this.#pieces(sha256);
  }

  async *#pieces(sha256: Uint8Array): AsyncGenerator<Buffer> {
    const handle = await open(this.#path(sha256), 'r').catch((cause) => {
      throw isMissing(cause) ? new StoreFailure('missing', cause) : asUnreadable(cause);
    });
    try {
      const { key, start } = await this.#head(handle, sha256);
      const size = (await onDisk(handle.stat())).size - start;
      const pieces = Math.ceil(size / (PIECE + TAG));
      const buffer = Buffer.allocUnsafe(PIECE + TAG);
      const digest = createHash('sha256');
      if (pieces <= 0) throw new StoreFailure('damaged');
      for (let index = 0; index < pieces; index++) {
        const { bytesRead } = await onDisk(handle.read(buffer, 0, PIECE + TAG, start + index * (PIECE + TAG)));
        const last = index === pieces - 1;
        const piece = openPiece(key, index, last, buffer.subarray(0, bytesRead));
        digest.update(piece);
        if (last && !digest.digest().equals(sha256)) throw new StoreFailure('damaged');
        yield piece;
      }
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** What is wrong with the file, read from end to end; undefined: it is there and whole. */
  async check(sha256: Uint8Array): Promise<StoreFault | undefined> {
    try {
      for await (const _piece of this.#pieces(sha256));
      return undefined;
    } catch (error) {
      if (error instanceof StoreFailure) return error.fault;
      throw error;
    }
  }

  /** Whether a file stands under the name; whether it is whole, only reading shows. @throws StoreFailure when that cannot be told */
  async has(sha256: Uint8Array): Promise<boolean> {
    try {
      await stat(this.#path(sha256));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw asUnreadable(error);
    }
  }

  /**
   * The content as an ordinary file, for as long as `work` runs: spreadsheets have to be read from several places at once.
   * Where the system allows it (Linux), the file has no name, so that a crash leaves no readable copy behind.
   * When `work` finds fault with the content, the copy is compared once more with what was handed in: a fault of our disk must not
   * be told as the sender's.
   * @param look in the log, of this very file
   * @throws StoreFailure; what `work` throws, unless the disk is to blame for it
   */
  async withContent<T>(sha256: Uint8Array, look: Looked, work: (path: string) => Promise<T>): Promise<T> {
    requireLookAtFile(look, sha256);
    const copy = await this.#copy(sha256);
    try {
      return await work(copy.path);
    } catch (error) {
      if (isProblem(error) && !(error instanceof StoreFailure) && !(await holds(copy.handle, sha256)))
        throw new StoreFailure('unreachable', error);
      throw asStoreFailure(error) ?? error;
    } finally {
      await copy.remove();
    }
  }

  async #copy(sha256: Uint8Array): Promise<{ path: string; handle: FileHandle; remove(): Promise<void> }> {
    // asked first: a folder that is gone altogether is not made anew just to find nothing in it
    if (!(await this.has(sha256))) throw new StoreFailure('missing');
    const temporary = join(this.#options.directory, `${this.#options.randomBytes(12).toString('hex')}${TEMPORARY}`);
    const handle = await onDisk(open(temporary, 'wx+', 0o600));
    const remove = async () => {
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
    };
    try {
      const nameless = `/proc/self/fd/${handle.fd}`;
      const hidden = await stat(nameless).then(
        () => true,
        () => false,
      );
      if (hidden) await onDisk(rm(temporary));
      for await (const piece of this.#pieces(sha256)) await write(handle, piece);
      return { path: hidden ? nameless : temporary, handle, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  /** A path for a file that exists for a moment; what a crash leaves there is swept. */
  async scratchPath(): Promise<string> {
    const { directory, randomBytes } = this.#options;
    await this.#makeDirectory();
    return join(directory, `${randomBytes(12).toString('hex')}${TEMPORARY}`);
  }

  /** Writes a stream to such a path: for files that hold no personal data and are read once.
   * @throws Problem `file.too_large`; StoreFailure */
  async scratch(content: AsyncIterable<Uint8Array>): Promise<{ path: string; remove(): Promise<void> }> {
    const path = await this.scratchPath();
    const handle = await onDisk(open(path, 'wx', 0o600));
    try {
      let bytes = 0;
      for await (const part of content) {
        bytes += part.length;
        if (bytes > this.#options.maxBytes) throw tableTooLarge(this.#options.maxBytes);
        await write(handle, Buffer.from(part.buffer, part.byteOffset, part.byteLength));
      }
      return { path, remove: () => rm(path, { force: true }).catch(() => undefined) };
    } catch (error) {
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await handle.close().catch(() => undefined);
    }
  }

  /** Removes the file, unless it was written after `notAfter`. */
  async remove(sha256: Uint8Array, notAfter?: Date): Promise<void> {
    const path = this.#path(sha256);
    if (notAfter) {
      const found = await stat(path).catch(() => undefined);
      if (found && found.mtime > notAfter) return;
    }
    await rm(path, { force: true });
  }

  /** The digests of all files in the store: for comparing with what is still needed. */
  async *digests(): AsyncGenerator<Buffer> {
    for (const name of await readdir(this.#options.directory).catch(() => [] as string[])) {
      const hex = /^([0-9a-f]{64})\.sealed$/.exec(name)?.[1];
      if (hex) yield Buffer.from(hex, 'hex');
    }
  }

  /** Removes what a crash left half written: temporary files older than `before`. */
  async removeUnfinished(before: Date): Promise<number> {
    const { directory } = this.#options;
    let removed = 0;
    for (const name of await readdir(directory).catch(() => [] as string[])) {
      if (!name.endsWith(TEMPORARY)) continue;
      const path = join(directory, name);
      const age = await stat(path).catch(() => undefined);
      if (age === undefined || age.mtime >= before) continue;
      await rm(path, { force: true });
      removed++;
    }
    return removed;
  }

  /** A folder that was just made survives a power cut only once the one above it is on the disk. */
  async #makeDirectory(): Promise<void> {
    const made = await onDisk(mkdir(this.#options.directory, { recursive: true, mode: 0o700 }));
    if (made !== undefined) await syncDirectory(dirname(made));
  }

  #path(sha256: Uint8Array): string {
    return join(this.#options.directory, `${Buffer.from(sha256).toString('hex')}.sealed`);
  }

  async #head(handle: FileHandle, sha256: Uint8Array): Promise<{ key: Buffer; start: number }> {
    const fixed = Buffer.alloc(MAGIC.length + 2);
    await onDisk(handle.read(fixed, 0, fixed.length, 0));
    if (!fixed.subarray(0, MAGIC.length).equals(MAGIC)) throw new StoreFailure('damaged');
    const length = fixed.readUInt16BE(MAGIC.length);
    const wrapped = Buffer.alloc(length);
    const { bytesRead } = await onDisk(handle.read(wrapped, 0, length, fixed.length));
    if (bytesRead !== length) throw new StoreFailure('damaged');
    try {
      return { key: this.#options.keys.unwrap(wrapped, sha256), start: fixed.length + length };
    } catch (cause) {
      throw new StoreFailure(cause instanceof SealKeyMissing ? 'key-missing' : 'damaged', cause);
    }
  }
}

/** Gathers what comes in into whole pieces; the last one is known only when the stream ends, so one is always held back. */
class PieceSealer {
  readonly #handle: FileHandle;
  readonly #key: Buffer;
  readonly #piece = Buffer.allocUnsafe(PIECE);
  #filled = 0;
  #index = 0;

  constructor(handle: FileHandle, key: Buffer) {
    this.#handle = handle;
    this.#key = key;
  }

  async push(part: Uint8Array): Promise<void> {
    let from = 0;
    while (from < part.length) {
      if (this.#filled === PIECE) await this.#flush(false);
      const taken = Math.min(PIECE - this.#filled, part.length - from);
      this.#piece.set(part.subarray(from, from + taken), this.#filled);
      this.#filled += taken;
      from += taken;
    }
  }

  end(): Promise<void> {
    return this.#flush(true);
  }

  async #flush(last: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce(this.#index++, last));
    const sealed = cipher.update(this.#piece.subarray(0, this.#filled));
    cipher.final();
    await write(this.#handle, Buffer.concat([sealed, cipher.getAuthTag()]));
    this.#filled = 0;
  }
}

/** The key is used for one file only, so place and end of the piece are a nonce that never repeats. */
function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes[0] = last ? 1 : 0;
  bytes.writeUIntBE(index, 6, 6);
  return bytes;
}

function openPiece(key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length <= TAG) throw new StoreFailure('damaged');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const content = decipher.update(sealed.subarray(0, sealed.length - TAG));
  try {
    decipher.final();
  } catch (cause) {
    throw new StoreFailure('damaged', cause);
  }
  return content;
}

/** @param maxBytes of one file */
export function tableTooLarge(maxBytes: number): Problem {
  return new Problem('file.too_large', {
    said: {
      zh: `文件超过${Math.floor(maxBytes / 1048576)}MB，请拆分成几个文件分批报送。`,
      en: `The file is larger than ${Math.floor(maxBytes / 1048576)} MB. Split it into several files.`,
    },
  });
}

/** Whether the copy is what was handed in, to the last byte. */
async function holds(handle: FileHandle, sha256: Uint8Array): Promise<boolean> {
  const digest = createHash('sha256');
  const buffer = Buffer.allocUnsafe(PIECE);
  try {
    for (let at = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE, at);
      if (bytesRead === 0) return digest.digest().equals(sha256);
      digest.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } catch {
    return false;
  }
}

/** bytes before the wrapped key: mark and length */
export const HEAD_START = MAGIC.length + 2;

export function headOf(wrapped: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([MAGIC, length, wrapped]);
}

/** @param at byte of the file; left out, where the last write ended */
async function write(handle: FileHandle, bytes: Buffer, at?: number): Promise<void> {
  let from = 0;
  while (from < bytes.length) {
    const to = at === undefined ? null : at + from;
    from += (await onDisk(handle.write(bytes, from, bytes.length - from, to))).bytesWritten;
  }
}
