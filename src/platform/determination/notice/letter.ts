/** The prior notice of an adverse case as a letter, to print or as PDF: what the policy pack says, put to the person concerned. */

import { valueOn } from '#kernel/policy/dated.ts';
import { citedAs } from '#kernel/policy/refs.ts';
import { type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../../access/actor.ts';
import { transact } from '../../access/transaction.ts';
import type { LoggedLook } from '../../audit-look.ts';
import { type PlatformContext, under } from '../../context.ts';
import { noticeOf } from '../case.ts';
import { getCase, logLook, mayIdentify, type Opened } from '../looks.ts';
import { currentSeal, maskPerson, openPerson } from '../person-seal.ts';
import { UNAVAILABLE } from '../unavailable.ts';
import { noticeNumber } from './number.ts';
import { letterPage } from './page.ts';
import { letterPaper } from './paper.ts';
import { periodOf, responseWindowEnd, responseWindowOn } from './response-window.ts';
import type { LetterFacts } from './words.ts';

const PURPOSE = '制作告知书';

/**
 * The letter of a reviewed case before it is served, or as it was served. It names the party, so it is a look like `reveal`:
 * logged first, shown to the person.
 * @throws Problem `permission.denied`, `jurisdiction.denied`, `case.not_found`, `action.not_available`
 */
export async function noticeLetter(context: PlatformContext, actor: Actor, caseId: string): Promise<string> {
  return letterPage(await openLetter(context, actor, caseId));
}

/** The same letter as a PDF; the same look. */
export async function noticePaper(
  context: PlatformContext,
  actor: Actor,
  caseId: string,
): Promise<{ number: string; content: Buffer }> {
  const facts = await openLetter(context, actor, caseId);
  return { number: facts.number, content: await letterPaper(facts) };
}

async function openLetter(context: PlatformContext, actor: Actor, caseId: string): Promise<LetterFacts> {
  if (actor.kind !== 'officer' || !hasRole(actor, 'reviewer', 'determiner')) throw new Problem('permission.denied');
  return transact(context.database, actor, async (tx) => {
    const opened = await getCase(tx, caseId);
    requireMay(mayIdentify(opened.head, actor, context.policy));
    const rules = under(context, opened.head);
    requireMay(mayMakeLetter(opened, rules.policy));
    const look = await logLook(tx, context, actor, opened.head, 'case.notice-printed', PURPOSE);
    return factsOf(rules, opened, look);
  });
}

/** A letter is of adverse information, once it is reviewed: to be served, or as it was served. */
function mayMakeLetter({ head, view }: Opened, policy: PlatformContext['policy']): May {
  const { polarity, clause } = policy.kind(head.kind);
  if (polarity === 'good') return no('good-information', { ...UNAVAILABLE['good-information'], clause });
  if (view.state === 'reviewed' || noticeOf(view)) return YES;
  return no('no-notice', {
    problem: 'action.not_available',
    said: {
      zh: '告知书在审核之后制作；该事项目前没有待送达或者已送达的告知。',
      en: 'The notice is made after the review; none is to be served or served here.',
    },
    clause,
  });
}

function factsOf(context: PlatformContext, { head, log, view }: Opened, look: LoggedLook): LetterFacts {
  const { policy, calendar } = context;
  const today = localDateAt(context.clock());
  const kind = policy.kind(head.kind);
  const notice = noticeOf(view);
  const window = responseWindowOn(notice?.servedOn ?? today, policy);
  const seal = currentSeal(head, log);
  const person = seal ? openPerson(context, seal, look) : null;
  const type = kind.decisionTypes.find(({ id, title }) => [id, title].includes(view.facts.decision?.type ?? ''));
  const clause = policy.clause(kind.clause);
  return {
    number: notice?.number ?? noticeNumber(view, today),
    party: person
      ? { name: person.name, number: maskPerson(person).documentNumber, numberTitle: '证件号码' }
      : { name: view.facts.organisationName ?? '', number: head.uscc ?? '', numberTitle: '统一社会信用代码' },
    document: policy.document,
    bases: policy.bases,
    clause: { id: citedAs(clause.id), text: clause.text },
    kindTitle: kind.title,
    matter: view.facts.matter,
    decision: view.facts.decision && { ...view.facts.decision, type: type?.title ?? view.facts.decision.type },
    department: policy.department(head.competentDepartment).name,
    window: {
      period: periodOf(window),
      citation: window.citation,
      endsOn: notice ? responseWindowEnd(notice, policy, calendar) : null,
    },
    served: notice && { on: notice.servedOn, method: notice.serviceMethod },
    // counted from the decision that stands above: its length says the day
    disclosureMonths: valueOn(kind.lifecycle.disclosureMonths, today) ?? null,
    disclosureMode: kind.lifecycle.disclosureMode,
    objection: policy.timerOn('objection-with-provider', today),
    site: policy.names.site,
    writtenOn: notice?.servedOn ?? today,
  };
}
