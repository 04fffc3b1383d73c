/** Every file that can be downloaded, by name: made when asked for, kept as long as the state and the day are the same. */
import { type FileHandle, open } from 'node:fs/promises';
import type { Format } from '#contracts/open-data.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteReader } from '../database.ts';
import {
  API,
  changesOf,
  type EditionChoice,
  entriesOf,
  type Publisher,
  punctuality,
  recordChanges,
  records,
  withdrawals,
} from './datasets.ts';
import { type DataFile, FileStore } from './files.ts';
import { writeTable } from './formats.ts';
import { inSnapshot, type PublicationState, readState } from './store.ts';
import type { About, DataTable } from './table.ts';

/** Which file is meant. */
export type FileChoice =
  | { readonly dataset: 'entries' | 'changes'; readonly edition: EditionChoice; readonly format: Format }
  | { readonly dataset: 'records' | 'withdrawals' | 'punctuality'; readonly format: Format }
  | { readonly dataset: 'record-changes'; readonly since: number; readonly format: Format };

export interface OpenFile extends DataFile {
  readonly about: About;
  readonly handle: FileHandle;
  readonly state: PublicationState;
}

export class Library {
  readonly publisher: Publisher;
  readonly #files: FileStore<About>;

  /** @param folder for the files; belongs to this process alone and is removed by `close` */
  constructor(publisher: Publisher, folder: string) {
    this.publisher = publisher;
    this.#files = new FileStore(folder);
  }

  /** The file's data without its content. @throws Problem list.not_found */
  describe(choice: FileChoice): Promise<DataFile & { readonly about: About }> {
    return this.#with(addressOf(choice), this.#maker(choice), (file) => file);
  }

  /** @throws Problem list.not_found */
  open(choice: FileChoice): Promise<OpenFile> {
    return this.openOther(addressOf(choice), this.#maker(choice));
  }

  /**
   * Something else than a table, kept and replaced like them. Opened for reading: what happens to it meanwhile, its reader reads it to
   * its end, and closes the handle.
   */
  openOther(name: string, make: (path: string) => Promise<About>): Promise<OpenFile> {
    return this.#with(name, make, async (file, state) => ({ ...file, state, handle: await open(file.path) }));
  }

  close(): Promise<void> {
    return this.#files.close();
  }

  async #with<T>(
    name: string,
    make: (path: string) => Promise<About>,
    use: (file: DataFile & { readonly about: About }, state: PublicationState) => T | Promise<T>,
  ): Promise<T> {
    const state = await readState(this.publisher.context.database);
    return this.#files.with(name, this.#stamp(state), make, (file) => use(file, state));
  }

  #maker(choice: FileChoice) {
    return (path: string) =>
      inSnapshot(this.publisher.context, (database) =>
        withTable(this.publisher, database, choice, async (table) => {
          const about = aboutFile(this.publisher, choice, table.about);
          await writeTable(path, choice.format, { ...table, about });
          return about;
        }),
      );
  }

  /** What expires does so by the day, without a message. */
  #stamp({ version }: PublicationState): string {
    return `${version} ${localDateAt(this.publisher.context.clock())}`;
  }
}

/** Reads the table that is meant and hands it on while the snapshot lasts. */
export async function withTable<T>(
  publisher: Publisher,
  database: SiteReader,
  choice: FileChoice,
  use: <Row>(table: DataTable<Row>) => Promise<T>,
): Promise<T> {
  switch (choice.dataset) {
    case 'entries':
      return use(await entriesOf(publisher, database, choice.edition));
    case 'changes':
      return use(await changesOf(publisher, database, choice.edition));
    case 'records':
      return use(await records(publisher, database));
    case 'record-changes':
      return use(await recordChanges(publisher, database, choice.since));
    case 'withdrawals':
      return use(await withdrawals(publisher, database));
    case 'punctuality':
      return use(await punctuality(publisher, database));
  }
}

/** What the table says of itself, as one of its files says it: with the addresses of this format. */
export const aboutFile = ({ publicUrl }: Publisher, choice: FileChoice, about: About): About => ({
  ...about,
  address: publicUrl + addressOf(choice),
  supersededBy: about.supersededBy === null ? null : `${about.supersededBy}.${choice.format}`,
});

/** Path of a file; one file, one address. */
export function addressOf(choice: FileChoice): string {
  switch (choice.dataset) {
    case 'entries':
    case 'changes':
      return `${API}/editions/${choice.edition.list}/${choice.edition.number}/${choice.dataset}.${choice.format}`;
    case 'record-changes':
      return `${API}/records/changes.${choice.format}?since=${choice.since}`;
    default:
      return `${API}/${choice.dataset}.${choice.format}`;
  }
}

export const describedAt = (choice: FileChoice): string => addressOf(choice).replace('.csv', '.csv-metadata.json');
