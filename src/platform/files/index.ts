/** Files (文件库): what was handed in, sealed on disk under its digest. */
export { openFileStore } from './file-keys.ts';
export { type FileKeys, FileStore, type FileStoreOptions, type KeptFile, tableTooLarge } from './file-store.ts';
export { isFileSystemError, StoreFailure } from './store-failure.ts';
