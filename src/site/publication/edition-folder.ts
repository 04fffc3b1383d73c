/** Writes an edition as a folder of plain files with a signed manifest, for anybody to keep, copy and check without the site. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FILE_FORMATS } from '#contracts/vocabulary.ts';
import { ZipWriter } from '#documents/spreadsheet/zip-writer.ts';
import { knownLists } from '../lists/known-lists.ts';
import type { EditionChoice, Publisher } from '../opendata/datasets.ts';
import { COLUMNS, LICENCE } from '../opendata/datasets.ts';
import { writeTable } from '../opendata/formats.ts';
import { aboutFile, withTable } from '../opendata/library.ts';
import { csvMetadata, jsonSchema } from '../opendata/schemas.ts';
import { describeEdition } from '../opendata/service.ts';
import { inSnapshot } from '../opendata/store.ts';
import { EDITION, FORMAT, type FolderManifest, MANIFEST, PUBLIC_KEY, SIGNATURE } from './edition-manifest.ts';
import { editionPage } from './edition-static-page.ts';
import { fingerprintOf, type PublicationKey, pemOf } from './key.ts';

/** The folder is there whole under its name, or not at all. @throws Problem list.not_found @throws Error when the folder holds something */
export async function exportEdition(
  publisher: Publisher,
  key: PublicationKey,
  edition: EditionChoice,
  folder: string,
): Promise<FolderManifest> {
  if ((await readdir(folder).catch(() => [])).length > 0) throw new FolderInUse(folder);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  try {
    const manifest = await write(publisher, key, edition, unfinished);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    return manifest;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
  constructor(folder: string) {
    super(`目录 ${folder} 里已有文件，请换一个空目录。`);
  }
}

async function write(
  publisher: Publisher,
  key: PublicationKey,
  edition: EditionChoice,
  folder: string,
): Promise<FolderManifest> {
  const { list, number } = edition;
  const { context } = publisher;
  const put = (name: string, content: string | Buffer) => writeFile(join(folder, name), content);
  const { document, asOf } = await inSnapshot(context, async (database) => {
    let day = '';
    for (const format of FILE_FORMATS) {
      const choice = { dataset: 'entries', edition, format } as const;
      await withTable(publisher, database, choice, async (table) => {
        const about = aboutFile(publisher, choice, table.about);
        day = about.asOf;
        const path = join(folder, `entries.${format}`);
        await writeTable(path, format, { ...table, about });
        if (format !== 'csv') return;
        const file = { bytes: (await stat(path)).size, sha256: await checksum(path) };
        await put(
          'entries.csv-metadata.json',
          json(csvMetadata({ ...about, address: 'entries.csv' }, COLUMNS.entries, file)),
        );
      });
    }
    return { document: await describeEdition(context, list, number, database), asOf: day };
  });
  await put('entries.schema.json', json(jsonSchema('entries', 'entries.schema.json', COLUMNS.entries)));
  await put(EDITION, json(document));
  await put('index.html', editionPage(context, document, asOf, (await knownLists(context)).of(list).plainTitle));
  await put(PUBLIC_KEY, pemOf(key.publicKey));
  await put('readme.txt', readme(context.policy.names.site, fingerprintOf(key.publicKey)));

  const names = (await readdir(folder)).sort();
  const files = await Promise.all(
    names.map(async (path) => ({
      path,
      bytes: (await stat(join(folder, path))).size,
      sha256: await checksum(join(folder, path)),
    })),
  );
  const manifest: FolderManifest = {
    ...{ format: FORMAT, list, number, title: document.manifest.title },
    publisher: context.policy.names.creditOffice,
    publishedOn: document.manifest.publishedOn,
    ...{ asOf, exportedAt: context.clock().toISOString() },
    ...{ digest: document.digest, complete: document.complete, entries: document.manifest.entries.length },
    key: fingerprintOf(key.publicKey),
    files,
  };
  const content = Buffer.from(json(manifest));
  await put(MANIFEST, content);
  await put(SIGNATURE, key.sign(content));
  return manifest;
}

/** The same folder as one file; it unpacks into a folder of its own. */
export async function zipEdition(
  publisher: Publisher,
  key: PublicationKey,
  edition: EditionChoice,
  path: string,
): Promise<void> {
  const folder = `${path}.folder`;
  try {
    await exportEdition(publisher, key, edition, folder);
    const zip = await ZipWriter.create(path);
    for (const name of (await readdir(folder)).sort())
      await zip.add(`${edition.list}-${edition.number}/${name}`, createReadStream(join(folder, name)));
    await zip.finish();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

const readme = (site: string, fingerprint: string): string => `${site}：一期名单的静态文件

index.html                  用浏览器打开即可阅读
entries.csv .json .xlsx     名单；结构见 entries.csv-metadata.json 和 entries.schema.json
edition.json                发布时签署的内容和摘要
manifest.json               以上各文件的校验值；manifest.json.sig 是它的签名（Ed25519）
public-key.pem              验签公钥，指纹 ${fingerprint}
许可                        ${LICENCE}

核验，不需要联网。公钥另从网站取得（“开放数据”页，/.well-known/xinheng-publication-key.pem），不要用本目录里的：
  npx xinheng edition verify <本目录> --key <公钥>
没有安装本软件的，用 OpenSSL 3 也可以验签：
  openssl pkeyutl -verify -pubin -inkey <公钥> -rawin -in manifest.json -sigfile manifest.json.sig
本目录里的公钥只说明文件没有缺损，不说明是谁签的：任何人都可以换一把密钥重新签。

To verify without a network, with the key taken from the site and not from this folder:
npx xinheng edition verify <this folder> --key <key>, or the OpenSSL command above and the checksums in manifest.json.
The key in this folder shows that nothing is damaged, not who signed it: anybody can sign anew with a key of their own.
`;
