/** Which pages there are, for search engines: those that stay. Nobody's own page is handed out by the thousand, and no old edition. */
import { LANGUAGES } from '#contracts/vocabulary.ts';
import { html } from '#kernel/markup/html.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { addressIn } from './reading.ts';

const PAGES = ['/', '/search', '/policy', '/questions', '/statistics', '/open-data', '/verify', '/accessibility'];

/** @param publicUrl origin, without a trailing slash */
export function sitemap(publicUrl: string, lists: readonly { readonly id: ListId }[]): string {
  const addresses = [...PAGES, ...lists.map(({ id }) => `/lists/${id}`)];
  return html`<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${addresses.flatMap((address) =>
    LANGUAGES.map(
      (language) => html`
<url><loc>${publicUrl}${addressIn(language, address)}</loc></url>`,
    ),
  )}
</urlset>
`.text;
}
