/** The public API of the site: editions and where an organisation stands. Organisations only; there is no field for a natural person. */
import { z } from 'zod';
import { EditionEntry, EditionManifest } from './exchange.ts';
import { ListId } from './list-id.ts';
import { ClauseRef, KindRef, MeasureRef } from './refs.ts';

const date = z.iso.date();

export const EditionSummary = z.object({
  list: ListId,
  number: z.number().int(),
  title: z.string(),
  publishedOn: date,
  publishedCount: z.number().int().meta({ description: 'entries when it was published' }),
  shownCount: z.number().int().meta({ description: 'entries still shown: not expired, not withdrawn' }),
  digest: z.string(),
  supersededBy: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'number of the newest edition of the list; null while this is it' }),
  files: z.string().meta({ description: 'address of the list of its files, with checksums' }),
});
export type EditionSummary = z.infer<typeof EditionSummary>;

export const EditionList = z.object({ editions: z.array(EditionSummary) });
export type EditionList = z.infer<typeof EditionList>;

export const EditionDocument = z.object({
  digest: z.string().meta({ description: 'SHA-256 of the canonical JSON of the manifest as it was published' }),
  complete: z.boolean().meta({
    description: 'false when entries have expired or were withdrawn; the digest then covers more than is shown',
  }),
  withdrawn: z.number().int(),
  supersededBy: z
    .number()
    .int()
    .nullable()
    .meta({ description: 'number of the newest edition of the list; null while this is it' }),
  objections: z.array(z.guid()).meta({ description: 'entryId of entries about which an objection is open' }),
  manifest: EditionManifest,
});
export type EditionDocument = z.infer<typeof EditionDocument>;

export const OrganisationStanding = z.object({
  uscc: z.string(),
  name: z.string().meta({
    description: 'as registered; for one not in the directory, as it was listed. A name is no proof of identity',
  }),
  area: z.string().nullable().meta({ description: 'functional zone or division code of the policy' }),
  registered: z.boolean().meta({ description: 'whether the code is in the directory of registered organisations' }),
  registeredOn: date.nullable(),
  records: z
    .array(
      z.object({
        recordId: z.guid(),
        kind: KindRef,
        clause: ClauseRef,
        title: z.string(),
        matter: z.string(),
        department: z.string(),
        occurredOn: date,
        determinedOn: date,
        validUntil: date.nullable(),
        objectionOpen: z.boolean(),
      }),
    )
    .meta({ description: 'good information in force that everybody may see' }),
  entries: z.array(
    EditionEntry.extend({
      list: ListId,
      number: z.number().int(),
      title: z.string(),
      publishedOn: date,
      objectionOpen: z.boolean(),
    }),
  ),
  notices: z
    .array(
      EditionEntry.extend({
        list: ListId,
        roundId: z.string(),
        title: z.string(),
        noticeFrom: date,
        noticeUntil: date,
        objectionOpen: z.boolean(),
      }),
    )
    .meta({ description: 'open public notices that propose it; until noticeUntil anybody may object' }),
  measures: z.array(
    z.object({
      id: MeasureRef,
      clause: ClauseRef,
      title: z.string(),
      matters: z.array(z.string()),
      legalBasis: z.string(),
    }),
  ),
});
export type OrganisationStanding = z.infer<typeof OrganisationStanding>;
