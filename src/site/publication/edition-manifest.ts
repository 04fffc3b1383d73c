/** The manifest of an exported edition: which files belong to it, and what each one's checksum is. Its signature covers them all. */
import { z } from 'zod';
import { ListId } from '#contracts/list-id.ts';

/** From the second on entries have ids of their own. Every format ever signed is still verified: what was signed cannot be signed anew. */
export const FORMATS = ['xinheng-edition/1', 'xinheng-edition/2'] as const;
export const FORMAT = 'xinheng-edition/2';
export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.json.sig';
export const PUBLIC_KEY = 'public-key.pem';
export const EDITION = 'edition.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const FolderManifest = z.strictObject({
  format: z.enum(FORMATS),
  list: ListId,
  number: z.number().int().positive(),
  title: z.string(),
  publisher: z.string(),
  publishedOn: z.iso.date(),
  /** day as of which nothing in the folder had expired */
  asOf: z.iso.date(),
  exportedAt: z.iso.datetime(),
  /** of the edition as it was published */
  digest: sha256,
  /** false: entries have expired or were withdrawn since, and are not in the folder */
  complete: z.boolean(),
  entries: z.number().int(),
  /** fingerprint of the key that signed */
  key: z.string(),
  files: z
    .array(
      z.strictObject({
        /** a plain name: a manifest leads to nothing outside its folder */
        path: z.string().regex(/^[a-z][a-z0-9.-]{0,80}$/),
        bytes: z.number().int().min(0),
        sha256,
      }),
    )
    .min(1)
    .max(100),
});
export type FolderManifest = z.infer<typeof FolderManifest>;
