/** What the files of the open data say of themselves: lists with checksums, and the structure of tables. */
import { type DataFileList, MEDIA_TYPES } from '#contracts/open-data.ts';
import { contentType } from '#http/answer.ts';
import { COLUMNS, LICENCE } from './datasets.ts';
import { addressOf, type FileChoice, type Library } from './library.ts';
import { csvMetadata } from './schemas.ts';
import { schemaAddress } from './send.ts';

/** CSV on the Web. */
export async function describeTable(library: Library, choice: FileChoice): Promise<Record<string, unknown>> {
  const { about, ...file } = await library.describe(choice);
  return csvMetadata(about, COLUMNS[choice.dataset], file);
}

export async function listFiles(library: Library, choices: readonly FileChoice[]): Promise<DataFileList> {
  const { publicUrl } = library.publisher;
  const described = await Promise.all(choices.map(async (choice) => ({ choice, ...(await library.describe(choice)) })));
  const [first] = described;
  if (!first) throw new RangeError('no file to list');
  return {
    title: first.about.title,
    ...{ licence: LICENCE, publisher: first.about.publisher, asOf: first.about.asOf },
    // another edition has its own list of files
    supersededBy: first.about.supersededBy?.replace(/[^/]+$/, 'files') ?? null,
    files: described.map(({ choice, bytes, sha256 }) => ({
      ...{ dataset: choice.dataset, format: choice.format, mediaType: contentType(MEDIA_TYPES[choice.format]) },
      ...{ address: publicUrl + addressOf(choice), bytes, sha256 },
      schema: publicUrl + schemaAddress(choice),
    })),
  };
}
