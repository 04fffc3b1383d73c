/** Files (文件库): what was handed in, sealed on disk under its digest. */
export { fileKeys, openFileStore } from './file-keys.ts';
export { type FileKeys, FileStore, type FileStoreOptions, type KeptFile, tableTooLarge } from './file-store.ts';
export { rewrapFiles } from './rewrap.ts';
export { isFileSystemError, StoreFailure } from './store-failure.ts';
