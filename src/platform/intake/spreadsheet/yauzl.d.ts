/** The part of yauzl that is used: the directory of a zip file and where the data of an entry begins. */
declare module 'yauzl' {
  export interface Entry {
    readonly fileName: string;
    readonly compressedSize: number;
    readonly uncompressedSize: number;
    readonly compressionMethod: number;
    readonly crc32: number;
    isEncrypted(): boolean;
  }
  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    readLocalFileHeaderPromise(entry: Entry, options: { minimal: true }): Promise<{ fileDataStart: number }>;
    openReadStreamPromise(entry: Entry): Promise<import('node:stream').Readable>;
    close(): void;
  }
  export function openPromise(
    path: string,
    options?: { autoClose?: boolean; strictFileNames?: boolean },
  ): Promise<ZipFile>;
}
