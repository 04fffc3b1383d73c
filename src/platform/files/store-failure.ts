/**
 * What can go wrong with our own store: never the fault of who handed the file in. It is a refusal to try again (503), so that nobody
 * mistakes it for a fault of the file; who works on a stored file waits and repeats.
 */

import type { StoreFault } from '#contracts/vocabulary.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';

const SAID: Readonly<Record<StoreFault, Said>> = {
  missing: {
    zh: '文件库中暂时找不到这份文件。请稍后再试；也可以把同一份文件再交一次，会接着处理。',
    en: 'The file is not in the store at present. Try again later, or hand the same file in again: work goes on with it.',
  },
  damaged: {
    zh: '文件库中的这份文件校验不通过，没有使用。请把同一份文件再交一次，并告知管理员。',
    en: 'The stored file fails its check and was not used. Hand the same file in again and tell the administrator.',
  },
  'key-missing': {
    zh: '打开这份文件的密钥不在密钥环中。请告知管理员；也可以把同一份文件再交一次。',
    en: 'The key of the stored file is not in the keyring. Tell the administrator, or hand the same file in again.',
  },
  full: {
    zh: '文件库的磁盘已满，这次没有存下。请稍后再试，并告知管理员。',
    en: 'The disk of the file store is full; nothing was stored. Try again later and tell the administrator.',
  },
  unreachable: {
    zh: '文件库暂时无法读写。请稍后再试；持续如此请告知管理员。',
    en: 'The file store cannot be read or written at present. Try again later; if it goes on, tell the administrator.',
  },
};

export class StoreFailure extends Problem {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, cause?: unknown) {
    super('file.unavailable', { said: SAID[fault], cause });
    this.fault = fault;
  }
}

/** Runs something that touches the disk; whatever the system answers but success is a failure of the store. */
export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StoreFailure ? error : new StoreFailure(faultOf(error), error);
  }
}

export const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

function faultOf(error: unknown): StoreFault {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  return 'unreachable';
}

/** Said by the operating system about files (not about connections, whose errors look alike): the disk failed, not the content. */
const OF_FILES =
  /^(EIO|ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EMFILE|ENFILE|ENOENT|ENOTDIR|EISDIR|ENXIO|ENODEV|ESTALE|EBADF|EBUSY|ELOOP|ENOMEM|ETIMEDOUT|EREMOTEIO)$/;

export function asStoreFailure(error: unknown): StoreFailure | undefined {
  if (error instanceof StoreFailure) return error;
  if (!isFileSystemError(error)) return undefined;
  return new StoreFailure(faultOf(error), error);
}

export function isFileSystemError(error: unknown): boolean {
  const { syscall } = (error ?? {}) as { syscall?: unknown };
  return (
    typeof syscall === 'string' && !/^(connect|getaddrinfo|listen|bind)/.test(syscall) && OF_FILES.test(codeOf(error))
  );
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Something else than a file under the name, or a disk that does not answer. */
export function asUnreadable(error: unknown): StoreFailure {
  return asStoreFailure(error) ?? new StoreFailure('unreachable', error);
}
