/**
 * What an address may say about a page. A value a page does not know, or that cannot be meant, says nothing: the page shows what it
 * shows without it, and never fails over its own address.
 */
import { z } from 'zod';
import { ListId } from '#contracts/list-id.ts';
import { keysOf } from './keys.ts';

const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** One of the words a page knows. */
export const word = <const Word extends string>(known: readonly Word[]) => lenient(z.enum(known));

/** One of the words of a table. */
export const keyOf = <Word extends string>(known: Readonly<Record<Word, unknown>>) => word(keysOf(known));

/** What somebody looks for; longer than anything there is to find, it is not looked for. */
export const text = lenient(z.string().trim().min(1).max(200));

/** Yes or nothing: `true` as it is typed. */
export const flag = lenient(z.union([z.literal(true), z.literal('true').transform(() => true as const)]));

/** A day, `2020-05-06`. */
export const day = lenient(z.iso.date());

/** A number that counts: of a batch, of a page, of a row. */
export const count = lenient(z.string().regex(/^\d{1,18}$/));

/** `12-3`: row 3 of batch 12. */
export const caseNumber = lenient(z.string().regex(/^\d{1,18}-\d{1,9}$/));

/** The id of a list, `red`. */
export const listId = lenient(ListId);

/** What the platform alone gives out: an officer, a request, the end of a page. */
export const id = lenient(z.guid());
