/** What was sent by strangers runs nothing and loads nothing, should anybody ever open it as a page. */
import type { SentFile } from './answer.ts';

const INERT =
  "default-src 'none'; img-src 'self'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** `name` without an ending: it follows from what the file is. */
export function inertFile(
  name: string,
  { mediaType, content }: { readonly mediaType: string; readonly content: Buffer },
): SentFile {
  return {
    mediaType,
    content,
    headers: {
      'x-content-type-options': 'nosniff',
      'content-security-policy': INERT,
      'content-disposition': `inline; filename="${name}.${mediaType === 'image/jpeg' ? 'jpg' : 'pdf'}"`,
    },
  };
}
