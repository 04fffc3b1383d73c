/**
 * Ids that hold in the whole city: the notice's id before what the notice calls it (`2020-2/1.1`). Two notices may both have a 1.1;
 * rows, messages and rules mean one of them. Whoever writes a pack, fills in a table or reads a page keeps the notice's own number.
 */
import type { Language } from '../vocabulary.ts';

/** One text, `notice/local`: unequal to every id of another notice. */
type Ref = `${string}/${string}`;
export type KindRef = Ref;
export type ClauseRef = Ref;
export type GroundRef = Ref;
export type TimerRef = Ref;
export type MeasureRef = Ref;
export type EventRef = Ref;

/** A notice's id within its city. */
export const NOTICE_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;
/** What a notice calls a thing. */
export const LOCAL_ID = /^[^\s/]+$/;
const REF = /^[a-z0-9][a-z0-9-]{0,31}\/[^\s/]+$/;

/** Of a local id; what is qualified already stays as it is. */
export function refOf(notice: string, id: string): Ref {
  return REF.test(id) ? (id as Ref) : `${notice}/${id}`;
}

/** Whose id it is: `2020-2` of `2020-2/1.1`; empty where the text is no such id. */
export function noticeOfRef(ref: string): string {
  return ref.slice(0, Math.max(ref.indexOf('/'), 0));
}

/** What people see and write: `1.1` of `2020-2/1.1`. A text that is no such id, a citation say, stays as it is. */
export function localId(ref: string): string {
  return REF.test(ref) ? ref.slice(ref.indexOf('/') + 1) : ref;
}

const CHAPTERS = '一二三四五六七八九十';

/**
 * How the notice itself numbers a clause: `四、1` for `4.1`, `二` for `2`, `一` for what stands before the first number of a chapter (`1.0`),
 * `三、2（1）` for the first case within the second paragraph; a paragraph without a number is counted from the top of its chapter. In English
 * the plain number. A text that is no such id, another law's article say, stays as it is.
 */
export function citedAs(ref: string, language: Language = 'zh'): string {
  const local = localId(ref);
  const [, chapter = '', item, part] = /^([1-9]|10)(?:\.(\d+))?(?:\.(\d+))?$/.exec(local) ?? [];
  const name = CHAPTERS[Number(chapter) - 1];
  if (name === undefined || language === 'en') return local;
  return `${name}${item === undefined || item === '0' ? '' : `、${item}`}${part === undefined ? '' : `（${part}）`}`;
}
