/**
 * How each thing a policy says is called and said, as data of the shape of the policy itself: what has no words does not compile, so no
 * difference can go untold. `difference.ts` walks these words beside the two policies.
 */
import type { Said } from '../../refusal/said.ts';
import type { Dated } from '../dated.ts';
import type { PolicyData } from '../policy.ts';

/** A value in words; ids are told by the titles that its own policy gives them. */
export type Saying<T> = (value: T, policy: PolicyData) => Said;

interface Node extends Said {
  /** Only for the compiler: of what type the words speak. */
  readonly of?: unknown;
}

/** Said whole: before and after. */
interface ValueWords extends Node {
  readonly is: 'value';
  readonly say: Saying<unknown>;
}

/** A set of values: what is added and what goes is told one by one; another order is told once. */
interface SetWords extends Node {
  readonly is: 'set';
  readonly say: Saying<unknown>;
}

/** A value with days, citations, and whether the city chose it. */
interface DatedWords extends Node {
  readonly is: 'dated';
  readonly say: Saying<unknown>;
}

interface GroupWords extends Node {
  readonly is: 'group';
  readonly fields: Readonly<Record<string, AnyWords>>;
}

/** Things with a name of their own; `zh` and `en` say what one of them is. */
interface EachWords extends Node {
  readonly is: 'each';
  readonly key: string;
  readonly named: Saying<unknown>;
  readonly fields: Readonly<Record<string, AnyWords>>;
}

export type AnyWords = ValueWords | SetWords | DatedWords | GroupWords | EachWords;

declare const ABOUT: unique symbol;
/** Words for a `T`, for nothing else. */
export type Words<T> = AnyWords & { readonly [ABOUT]?: (value: T) => void };

/** Words for every key, also those that may be left out. */
export type FieldsOf<T> = { readonly [Key in keyof T]-?: Words<NonNullableKeepNull<T[Key]>> };
type NonNullableKeepNull<T> = Exclude<T, undefined>;

type Titles = readonly [zh: string, en: string];
const said = ([zh, en]: Titles) => ({ zh, en });

export const value = <T>(titles: Titles, say: Saying<T>): Words<T> => ({
  ...said(titles),
  is: 'value',
  say: say as Saying<unknown>,
});

export const set = <T>(titles: Titles, say: Saying<T>): Words<readonly T[]> => ({
  ...said(titles),
  is: 'set',
  say: say as Saying<unknown>,
});

export const dated = <T>(titles: Titles, say: Saying<T>): Words<Dated<T>> => ({
  ...said(titles),
  is: 'dated',
  say: say as Saying<unknown>,
});

/** Titles may be empty where the parts speak for themselves. */
export const group = <T extends object>(titles: Titles, fields: NoInfer<FieldsOf<T>>): Words<T> => ({
  ...said(titles),
  is: 'group',
  fields: fields as Readonly<Record<string, AnyWords>>,
});

export const each = <T extends object, Key extends keyof T & string>(
  titles: Titles,
  key: Key,
  named: NoInfer<Saying<T>>,
  fields: NoInfer<FieldsOf<Omit<T, Key>>>,
): Words<readonly T[]> => ({
  ...said(titles),
  is: 'each',
  key,
  named: named as Saying<unknown>,
  fields: fields as Readonly<Record<string, AnyWords>>,
});
