/** Sends the files of the open data: with checksum, day of their last change, and where to learn what they hold. */
import { MEDIA_TYPES } from '#contracts/open-data.ts';
import type { SentFile } from '#http/answer.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { lastModified } from '../answers/caching.ts';
import { zipEdition } from '../publication/edition-folder.ts';
import type { PublicationKey } from '../publication/key.ts';
import { API, type EditionChoice, LICENCE } from './datasets.ts';
import { describedAt, type FileChoice, type Library, type OpenFile } from './library.ts';

export interface DataDesk {
  readonly library: Library;
  readonly key: PublicationKey;
  /** what caches' clocks go by */
  readonly wallClock: () => Date;
}

export async function sendTable(desk: DataDesk, choice: FileChoice): Promise<SentFile> {
  const file = await desk.library.open(choice);
  const { supersededBy } = file.about;
  const links = [
    `<${schemaAddress(choice)}>; rel="describedby"`,
    `<${LICENCE}>; rel="license"`,
    ...(supersededBy === null ? [] : [`<${supersededBy}>; rel="successor-version"`]),
  ];
  const { headers, ...sent } = sentFile(desk, file, fileName(choice, supersededBy));
  return { ...sent, mediaType: MEDIA_TYPES[choice.format], headers: { link: links.join(', '), ...headers } };
}

/** An edition as a folder of plain files, packed. */
export async function sendEdition(desk: DataDesk, edition: EditionChoice): Promise<SentFile> {
  const { library, key } = desk;
  const { about } = await library.describe({ dataset: 'entries', edition, format: 'json' });
  const address = `${API}/editions/${edition.list}/${edition.number}/edition.zip`;
  const file = await library.openOther(address, async (path) => {
    await zipEdition(library.publisher, key, edition, path);
    return about;
  });
  return sentFile(desk, file, `${edition.list}-${edition.number}.zip`);
}

function sentFile({ library, wallClock }: DataDesk, { handle, bytes, sha256, state }: OpenFile, fileName: string) {
  const today = localDateAt(library.publisher.context.clock());
  return {
    content: handle.createReadStream(),
    fileName,
    headers: {
      ...lastModified([state.changedAt, new Date(`${today}T00:00:00+08:00`)], wallClock),
      'content-length': String(bytes),
      etag: `"${sha256}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    },
  };
}

/** Where programs learn what the file's columns are: CSV on the Web beside a CSV, else the data set's JSON Schema. */
export const schemaAddress = (choice: FileChoice): string =>
  choice.format === 'csv' ? describedAt(choice) : `${API}/schemas/${choice.dataset}.json`;

/** An old edition says so in its name, too: files lie about long after they were downloaded. */
function fileName(choice: FileChoice, supersededBy: string | null): string {
  if (!('edition' in choice)) return `${choice.dataset}.${choice.format}`;
  const { list, number } = choice.edition;
  const newest = /\/(\d+)\/[^/]+$/.exec(supersededBy ?? '')?.[1];
  return `${list}-${number}-${choice.dataset}${newest ? `-superseded-by-${newest}` : ''}.${choice.format}`;
}
