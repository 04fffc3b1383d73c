/** What an edition said in folders of the first format: its entries had no ids, and were known by the records behind them. */
import { EditionEntry, EditionManifest } from '#contracts/exchange.ts';
import { EditionDocument } from '#contracts/site.ts';

const EditionEntry1 = EditionEntry.omit({ entryId: true });

export const EditionDocument1 = EditionDocument.extend({
  manifest: EditionManifest.extend({ entries: EditionEntry1.array() }),
});
