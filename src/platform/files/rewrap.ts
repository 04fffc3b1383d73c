/** Rotation of the keys of stored files: the head is wrapped anew, the content stays as it is. Resumable: what is done is skipped. */
import { constants } from 'node:fs';
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keyVersionOf } from '#kernel/seal/field-cipher.ts';
import { type FileKeys, HEAD_START, headOf } from './file-store.ts';

export interface Rewrapped {
  /** wrapped anew now */
  readonly done: number;
  /** could not be opened; they stay as they are, for whoever has the right keyring or a backup */
  readonly broken: readonly string[];
}

/**
 * Wraps the key of every file under `directory` that is not wrapped by key `current`. A copy takes the new head and then the file's
 * name, so a crash leaves the old file or the new one, never half of each; the copy shares its content where the file system can.
 */
export async function rewrapFiles(
  directory: string,
  keys: FileKeys,
  current: number,
  randomBytes: (bytes: number) => Buffer,
): Promise<Rewrapped> {
  let done = 0;
  const broken: string[] = [];
  for (const name of await readdir(directory).catch(() => [] as string[])) {
    const hex = /^([0-9a-f]{64})\.sealed$/.exec(name)?.[1];
    if (!hex) continue;
    const path = join(directory, name);
    const wrapped = await wrappedKeyOf(path);
    if (wrapped && keyVersionOf(wrapped) === current) continue;
    const sha256 = Buffer.from(hex, 'hex');
    const head = wrapped && headAnew(keys, wrapped, sha256);
    if (!head) {
      broken.push(hex);
      continue;
    }
    await replaceHead(path, join(directory, `${randomBytes(12).toString('hex')}.part`), head);
    done += 1;
  }
  return { done, broken };
}

function headAnew(keys: FileKeys, wrapped: Buffer, sha256: Buffer): Buffer | undefined {
  try {
    const head = headOf(keys.wrap(keys.unwrap(wrapped, sha256), sha256));
    return head.length === HEAD_START + wrapped.length ? head : undefined;
  } catch {
    return undefined;
  }
}

async function wrappedKeyOf(path: string): Promise<Buffer | undefined> {
  const handle = await open(path, 'r');
  try {
    const start = Buffer.alloc(HEAD_START);
    await handle.read(start, 0, HEAD_START, 0);
    const wrapped = Buffer.alloc(start.readUInt16BE(HEAD_START - 2));
    const { bytesRead } = await handle.read(wrapped, 0, wrapped.length, HEAD_START);
    return bytesRead === wrapped.length && bytesRead > 4 ? wrapped : undefined;
  } finally {
    await handle.close();
  }
}

async function replaceHead(path: string, temporary: string, head: Buffer): Promise<void> {
  try {
    await copyFile(path, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const handle = await open(temporary, 'r+');
    try {
      await handle.write(head, 0, head.length, 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
