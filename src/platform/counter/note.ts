/** An act at a counter is a row of its own, in the transaction of what is done; the person finds a word about it in their inbox. */
import { COUNTER_WAITING, type CounterActKind } from '#contracts/vocabulary.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Applicant } from '../access/applicant.ts';
import { subjectsOf } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { vouchForPaper } from '../evidence/index.ts';
import { type Notification, notify } from '../notices/index.ts';
import { insertAct } from './store.ts';
import { COUNTER_TITLES } from './titles.ts';

export interface ActAtCounter {
  readonly kind: CounterActKind;
  readonly subjectKey: string;
  readonly about: { readonly type: 'case' | 'request' | 'own-data'; readonly id: string };
  readonly factKey: string | null;
  /** what is done, in the words the row of it has */
  readonly content: object;
}

/**
 * Answers under which act something is done for somebody at a counter, null for who acts by themself. It takes the assistant's part in the
 * case and the request (four-eyes): by then neither may be anybody else's.
 * @throws Problem `four_eyes.violated`, by the database, for an assistant who has another part
 */
export async function noteCounterAct(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  act: ActAtCounter,
): Promise<string | null> {
  const { assistedBy, counter } = applicant;
  if (!assistedBy) return null;
  if (!counter) throw new RangeError('who is assisted appeared at a counter');
  if (counter.actId !== undefined) return counter.actId;
  if (COUNTER_WAITING.some((kind) => kind === act.kind)) throw unconfirmed();
  const actId = context.newId();
  await insertAct(tx, { ...rowOf(applicant, act), actId, at: context.clock(), sealed: null, expiresAt: null });
  await keepAuthority(tx, context, applicant, act, actId);
  const { zh } = COUNTER_TITLES[act.kind];
  await tellAct(tx, context, applicant, act, {
    title: `窗口代办：${zh}`,
    text: `为您代办了“${zh}”${numberOf(act)}。如果这不是您本人的意思，请在“我的申请”中撤回或者补充，也可以向${context.policy.names.creditOffice}反映、提出异议。`,
  });
  return actId;
}

/**
 * The paper by which somebody acts for an organisation stays with the office, and with the act: a row of evidence says so. The database
 * asks for it when the transaction commits.
 */
export async function keepAuthority(
  tx: PlatformTx,
  context: PlatformContext,
  { subjectKey, assistedBy, counter }: Applicant,
  act: Pick<ActAtCounter, 'subjectKey'>,
  actId: string,
): Promise<void> {
  if (act.subjectKey === subjectKey || !assistedBy || !counter?.authorityProof) return;
  const { departmentId, authorityProof: kind } = counter;
  const owner = { kind: 'counter-act', id: actId, subjectKey: act.subjectKey, departments: [departmentId] } as const;
  const kinds = (context.policy.counter?.authority ?? []).map((one) => ({ ...one, required: true }));
  await vouchForPaper(tx, context, assistedBy, owner, { kind }, kinds);
}

const unconfirmed = () =>
  new Problem('action.not_available', {
    said: {
      zh: '这一办理须先在窗口准备，由本人确认后才能办理。',
      en: 'This is prepared at the counter first and done once the person has confirmed it.',
    },
  });

/** The columns of an act that both kinds have: done at once, and waiting. */
export function rowOf({ subjectKey, assistedBy, counter }: Applicant, act: ActAtCounter) {
  if (!assistedBy || !counter) throw new RangeError('who is assisted appeared at a counter');
  return {
    ...{ subjectKey: act.subjectKey, personKey: subjectKey, kind: act.kind },
    ...{ about: act.about, factKey: act.factKey, content: act.content },
    officerId: assistedBy.id,
    departmentId: counter.departmentId,
    window: counter.window,
    identityProof: counter.identityProof,
    authorityProof: act.subjectKey === subjectKey ? null : counter.authorityProof,
  };
}

const numberOf = ({ about }: ActAtCounter): string =>
  about.type === 'case' ? `（事项 ${about.id}）` : about.type === 'request' ? `（申请 ${about.id.slice(-12)}）` : '';

/** To the person, and to the organisation they speak for: what, when, by which department, at which window. */
export async function tellAct(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  { kind, subjectKey, about }: Pick<ActAtCounter, 'kind' | 'subjectKey' | 'about'>,
  { title, text }: Pick<Notification, 'title' | 'text'>,
): Promise<void> {
  const { counter } = applicant;
  if (!counter) return;
  const place = `${context.policy.department(counter.departmentId).name}${counter.window}号窗口`;
  for (const told of new Set([subjectKey, ...subjectsOf(applicant)]))
    await notify(tx, context, {
      subjectKey: told,
      kind: `counter.${kind}`,
      title,
      text: `${place}的工作人员${text}`,
      about: about.type === 'own-data' ? null : { type: about.type, id: about.id },
    });
}
