/** Checks an exported edition without network or database: the signature, every file, and that nothing lies there that was not signed. */
import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EditionDocument } from '#contracts/site.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { EditionDocument1 } from './earlier-format.ts';
import { EDITION, FORMAT, FolderManifest, MANIFEST, PUBLIC_KEY, SIGNATURE } from './edition-manifest.ts';
import { fingerprintOf, isSignedBy, readPublicKey } from './key.ts';

export type FolderVerification =
  | {
      readonly fits: true;
      readonly manifest: FolderManifest;
      readonly fingerprint: string;
      /** the key was brought by whoever checks, not taken from the folder */
      readonly keyGiven: boolean;
    }
  | { readonly fits: false; readonly file: string; readonly why: string };

class Misfit extends Error {
  readonly file: string;
  constructor(file: string, why: string) {
    super(why);
    this.file = file;
  }
}

/** @param key the publication key, from somewhere else than the folder; without it the folder is checked against its own */
export async function verifyFolder(folder: string, key?: KeyObject): Promise<FolderVerification> {
  try {
    const content = await readPart(folder, MANIFEST);
    const signing = key ?? (await ownKey(folder));
    const signature = await readPart(folder, SIGNATURE);
    if (signature.length !== 64) throw new Misfit(SIGNATURE, '不是 64 字节的 Ed25519 签名');
    if (!isSignedBy(signing, content, signature)) {
      throw new Misfit(MANIFEST, `${MANIFEST}、${SIGNATURE} 与公钥 ${fingerprintOf(signing)} 不相符`);
    }
    const manifest = parseManifest(content);
    for (const file of manifest.files) await checkFile(folder, file);
    await refuseStrangers(folder, manifest);
    await checkEdition(folder, manifest);
    return { fits: true, manifest, fingerprint: fingerprintOf(signing), keyGiven: key !== undefined };
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    return { fits: false, file: error.file, why: error.message };
  }
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  await requirePlainFile(folder, name);
  return readFile(join(folder, name));
}

async function requirePlainFile(folder: string, name: string): Promise<number> {
  const found = await lstat(join(folder, name)).catch(() => undefined);
  if (!found) throw new Misfit(name, '没有这个文件');
  if (!found.isFile()) throw new Misfit(name, '不是普通文件');
  return found.size;
}

async function ownKey(folder: string): Promise<KeyObject> {
  const key = readPublicKey((await readPart(folder, PUBLIC_KEY)).toString());
  if (!key) throw new Misfit(PUBLIC_KEY, '不是 Ed25519 公钥');
  return key;
}

function parseManifest(content: Buffer): FolderManifest {
  let value: unknown;
  try {
    value = JSON.parse(content.toString());
  } catch {
    throw new Misfit(MANIFEST, '不是完整的 JSON');
  }
  const manifest = FolderManifest.safeParse(value);
  if (!manifest.success) throw new Misfit(MANIFEST, '不是一期名单的清单');
  return manifest.data;
}

async function checkFile(folder: string, file: FolderManifest['files'][number]): Promise<void> {
  const bytes = await requirePlainFile(folder, file.path);
  if (bytes !== file.bytes) throw new Misfit(file.path, `应为 ${file.bytes} 字节，现为 ${bytes} 字节`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, file.path)), hash);
  if (hash.digest('hex') !== file.sha256) throw new Misfit(file.path, '内容与签署时不同');
}

async function refuseStrangers(folder: string, manifest: FolderManifest): Promise<void> {
  const signed = new Set([MANIFEST, SIGNATURE, PUBLIC_KEY, ...manifest.files.map(({ path }) => path)]);
  const stranger = (await readdir(folder)).sort().find((name) => !signed.has(name));
  if (stranger !== undefined) throw new Misfit(stranger, '不在签署的清单中');
}

/** What was signed at publication is what is told here: by the digest, while nothing has left the edition. */
async function checkEdition(folder: string, manifest: FolderManifest): Promise<void> {
  const document = manifest.format === FORMAT ? EditionDocument : EditionDocument1;
  const edition = document.safeParse(JSON.parse((await readPart(folder, EDITION)).toString()));
  if (!edition.success) throw new Misfit(EDITION, '不是一期名单');
  const { digest, complete } = edition.data;
  if (digest !== manifest.digest || complete !== manifest.complete) throw new Misfit(EDITION, '与清单所列的期次不同');
  if (complete && canonicalDigest(edition.data.manifest) !== digest)
    throw new Misfit(EDITION, '内容与发布时的摘要不符');
}
