/** A renamed file survives a power cut only once its folder is on the disk. */
import { open } from 'node:fs/promises';
import { asUnreadable } from './store-failure.ts';

/** Some systems cannot sync a folder; there the rename itself is durable. A disk that fails to is another matter. */
const CANNOT_SYNC_FOLDERS = /^(EINVAL|ENOTSUP|EOPNOTSUPP|EISDIR|EPERM|EBADF)$/;

export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch((error: { code?: string }) => {
    if (process.platform === 'win32') return undefined;
    throw asUnreadable(error);
  });
  if (!handle) return;
  try {
    await handle.sync();
  } catch (error) {
    if (!CANNOT_SYNC_FOLDERS.test((error as { code?: string }).code ?? '')) throw asUnreadable(error);
  } finally {
    await handle.close().catch(() => undefined);
  }
}
