/**
 * Texts that have been screened, as types. A column for what people type takes nothing else (`FreeText`), so a use case that forgets the screen
 * does not compile. This file alone makes them (tests/screened-only.test.ts).
 */
import type { z } from 'zod';
import { textsIn } from '#contracts/free-text.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { findingsIn, refusedText, requireScreened } from './screening.ts';

declare const passed: unique symbol;

/** A text in which nothing was found that may not be stored, or that can hold no such thing by its form. */
export type ScreenedText = string & { readonly [passed]: true };

/** JSON of a value all of whose texts are screened. */
export type ScreenedJson = ScreenedText;

/** The same value, every text of it screened; closed sets stay what they are. */
export type Screened<Value> = Value extends string
  ? string extends Value
    ? ScreenedText
    : Value
  : Value extends Date | Uint8Array | number | boolean | null | undefined
    ? Value
    : { readonly [Key in keyof Value]: Screened<Value[Key]> };

/**
 * Screens what people typed into a value, as its schema marks it (`freeText`). What is not marked holds no prose, or is looked up: the
 * contracts' own test sees to that.
 * @throws Problem `request.invalid` with the reason
 */
export function screened<Value>(policy: Policy, schema: z.ZodType<Value>, value: Value): Screened<Value> {
  for (const { at, text } of textsIn(schema, value)) {
    const found = findingsIn(policy, text);
    if (found.length > 0) throw refusedText(text, found, at);
  }
  return value as Screened<Value>;
}

/** A single text, also one that the platform has put together. @throws Problem `request.invalid` with the reason */
export function screenedText(policy: Policy, text: string): ScreenedText {
  requireScreened(policy, [text]);
  return text as ScreenedText;
}

/** An account as the sign-in names it: its number may be a telephone's, words that nobody may keep it holds none. @throws Problem `request.invalid` */
export function screenedAccount(policy: Policy, name: string): ScreenedText {
  const found = findingsIn(policy, name).filter(({ what }) => what === 'never-collect');
  if (found.length > 0) throw refusedText(name, found);
  return name as ScreenedText;
}

/** Whether nothing is found in it: for what is replaced and not refused. */
export function mayBeKept(policy: Policy, text: string): boolean {
  return findingsIn(policy, text).length === 0;
}

/** As `screened`, for a column of JSON. @throws Problem `request.invalid` with the reason */
export function screenedJson<Value>(policy: Policy, schema: z.ZodType<Value>, value: Value): ScreenedJson;
/** The same of one field of what is screened. */
export function screenedJson<Value>(
  policy: Policy,
  schema: z.ZodType<Value>,
  value: Value,
  field: keyof Value,
): ScreenedJson;
export function screenedJson<Value>(
  policy: Policy,
  schema: z.ZodType<Value>,
  value: Value,
  field?: keyof Value,
): ScreenedJson {
  screened(policy, schema, value);
  return JSON.stringify(field === undefined ? value : value[field]) as ScreenedJson;
}

const ID_OF_OURS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Own words with an id that the platform gave: by chance its digits look like a telephone's, and are nobody's. @throws RangeError for another id */
export function ownReference(words: ScreenedText, id: string): ScreenedText {
  if (!ID_OF_OURS.test(id)) throw new RangeError('not an id that the platform gave');
  return `${words} ${id}` as ScreenedText;
}

/** Words of the platform itself, as they stand in its source: a literal, nothing put together. */
export function ownWords<const Words extends string>(words: string extends Words ? never : Words): ScreenedText {
  return words as string as ScreenedText;
}
