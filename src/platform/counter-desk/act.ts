/** An act that waits: what it will do, sealed while it waits, and how it reads to whoever is asked about it. */
import { createHash, createHmac } from 'node:crypto';
import type { CounterAct, CounterCode, PreparedAct } from '#contracts/counter.ts';
import type { CounterState, CounterWaiting } from '#contracts/vocabulary.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { fieldCipher } from '#kernel/seal/field-cipher.ts';
import { deriveKey } from '#kernel/seal/keyring.ts';
import { type Applicant, subjectsOf } from '../access/applicant.ts';
import { type Looked, ownLook, requireLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { type ActRow, COUNTER_TITLES, findAct, type Word } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { counterActPlace } from '../person-seal.ts';
import { isAsking, wantedBy } from '../rights/index.ts';

/** How long an act waits. */
export const WAITS = 30 * 60_000;
/** How long a number holds; the database bounds it by its own clock. */
export const HOLDS = 5 * 60_000;

/** What is sealed with an act. */
export interface Prepared {
  readonly act: PreparedAct;
  /** the organisation's name, or the person's with all but the first character hidden */
  readonly whose: string;
}

export function sealPrepared(
  context: PlatformContext,
  prepared: Prepared,
  { subjectKey, actId }: { readonly subjectKey: string; readonly actId: string },
): Buffer {
  const place = counterActPlace(subjectKey, actId);
  return fieldCipher(context.keyring, context.randomBytes).seal(JSON.stringify(prepared), place);
}

/** @param look at whose it is, or at who appeared for them */
export function openPrepared(context: PlatformContext, row: ActRow, look: Looked): Prepared {
  const { sealed, subject_key, person_key, act_id } = row;
  requireLook(look, subject_key, person_key);
  if (sealed === null) throw new RangeError('only what waits is sealed');
  const opened = fieldCipher(context.keyring, context.randomBytes).open(sealed, counterActPlace(subject_key, act_id));
  return JSON.parse(opened) as Prepared;
}

/** The content as the row will have it that does it. */
export function contentOf(act: PreparedAct): object {
  switch (act.kind) {
    case 'withdraw':
      return { reason: act.reason };
    case 'respond':
      return { summary: act.statement };
    case 'full-report':
    case 'see-held':
      return {};
    default:
      return { statement: act.statement, ...wantedBy(act) };
  }
}

/** What will be said in their name; null where nothing is. */
function wordsOf(act: PreparedAct): string | null {
  if (act.kind === 'withdraw') return act.reason;
  return 'statement' in act ? act.statement : null;
}

/** The proof of authority by the pack's name for it: a kind that the pack no longer names keeps its id. */
export function authorityOf(
  { policy }: PlatformContext,
  { authority_proof: id }: Pick<ActRow, 'authority_proof'>,
): CounterAct['authority'] {
  if (id === null) return null;
  const kind = policy.counter?.authority.find((one) => one.id === id);
  return { title: kind?.title ?? id, titleEn: kind?.titleEn ?? id };
}

export function stateOf({ outcome, expires_at }: ActRow, now: Date): CounterState {
  if (outcome !== null) return outcome;
  return expires_at !== null && expires_at < now ? 'expired' : 'waiting';
}

/** At the desk by the look that was written when they appeared; on their own page without one. */
export function lookOf(applicant: Applicant, { subject_key, person_key }: ActRow): Looked {
  if (applicant.looked) return applicant.looked;
  return ownLook(applicant, subjectsOf(applicant).find((key) => key === subject_key) ?? person_key);
}

export function shownAct(context: PlatformContext, row: ActRow, look: Looked): CounterAct {
  const { act, whose } = openPrepared(context, row, look);
  const { zh, en } = COUNTER_TITLES[row.kind];
  return {
    actId: row.act_id,
    kind: row.kind as CounterWaiting,
    ...{ title: zh, titleEn: en, whose },
    about: row.about_type === 'own-data' ? null : row.about_id,
    words: wordsOf(act),
    wanted: isAsking(act) ? wantedBy(act) : {},
    authority: authorityOf(context, row),
    department: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    window: row.desk,
    at: row.at.toISOString(),
    expiresAt: (row.expires_at ?? row.at).toISOString(),
    state: stateOf(row, context.clock()),
    means: row.means,
    done: row.done,
    formAttached: row.form,
  };
}

/** @throws Problem `not_found` for an act that is not there for this transaction, or waits for nothing */
export async function requireAct(tx: PlatformTx, actId: string): Promise<ActRow> {
  const row = await findAct(tx, actId);
  if (row?.expires_at) return row;
  throw new Problem('not_found', {
    said: { zh: '没有找到待确认的内容。', en: 'There is nothing that waits for a word.' },
  });
}

/** A number of eight digits, how it is shown and until when. */
export function newNumber(context: PlatformContext): CounterCode {
  const code = String(context.randomBytes(4).readUInt32BE() % 100_000_000).padStart(8, '0');
  return { code, until: new Date(context.clock().getTime() + HOLDS).toISOString() };
}

/** What the database is shown of a number: keyed, so that whoever reads or asks the database cannot try numbers. */
export function tokenOf({ keyring }: PlatformContext, use: 'desk' | { readonly act: string }, number: string): Buffer {
  const said = use === 'desk' ? `desk|${number}` : `code|${use.act}|${number}`;
  return createHmac('sha256', deriveKey(keyring.subjectKeys.key, 'counter numbers')).update(said).digest();
}

export const digestOf = (token: Buffer): Buffer => createHash('sha256').update(token).digest();

/** Why a word was not taken, in words. */
export function refusedWord(word: Word): Problem {
  const problem = word === 'wrong' ? 'request.invalid' : 'action.not_available';
  return new Problem(problem, { said: WORDS[word] ?? WORDS.over });
}

const WORDS = {
  wrong: {
    zh: '确认码不对，或者已经过了五分钟。请本人在自己的页面上重新显示确认码；同一件最多可以输错五次。',
    en: 'The code is wrong, or five minutes have passed. The person shows a new one on their own page; five wrong codes are the most for one act.',
  },
  spent: {
    zh: '确认码已经输错五次，不能再用确认码确认；可以由本人在自己的页面上直接确认，或者重新准备。',
    en: 'Five wrong codes were typed; the person can still confirm on their own page, or it is prepared anew.',
  },
  over: {
    zh: '这一内容已经确认、不同意或者过期，请重新准备。',
    en: 'It has been confirmed, refused or has expired; prepare it anew.',
  },
  none: {
    zh: '“同事屏幕上的窗口号码”没有对上。请对照同事屏幕上现在显示的八位数字重新填写；一个号码五分钟内有效、只用一次，过了的请同事再按“显示本窗口号码”。由同一单位、不是准备这件事的经办人填写。',
    en: '“Number on your colleague’s screen” does not match. Type the eight digits that stand on the screen now; a number holds five minutes and once, after that your colleague presses “Show this desk’s number” again. It is typed by an officer of the same body who did not prepare the act.',
  },
  'no-form': {
    zh: '还没有上传本人签字的申请表，不能由第二人确认。',
    en: 'The form the person signed is not uploaded yet; a second officer cannot confirm without it.',
  },
  confirmed: undefined,
  refused: undefined,
} as const;
