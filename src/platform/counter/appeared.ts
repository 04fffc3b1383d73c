/**
 * The paper and counter channel: somebody without a phone appears in an office, and an officer of the role `assistant` works the keys for
 * them. Same services, same checks; the log names the officer and for whom, and the person is told that it happened.
 */
import { AssistedIdentity } from '#contracts/counter.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, actingIn, hasRole } from '../access/actor.ts';
import { type Applicant, applicantOf, subjectsOf } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { type LoggedLook, writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { notify } from '../notices/index.ts';
import { screened } from '../screened.ts';
import { mayAppear } from './proofs.ts';
import { wasToldSince } from './store.ts';

/**
 * The person at the counter as an applicant. Entered by hand, so that it is a look at a person: logged with its purpose, and the person is told.
 * @throws Problem `permission.denied`, `request.invalid` for proof the pack does not name, `account.real_name_required` when document and
 *   birth date contradict each other
 */
export async function assistedApplicant(
  context: PlatformContext,
  officer: Actor,
  { organisation, proof, window, ...person }: AssistedIdentity,
  purpose: string,
): Promise<Applicant> {
  const assistant = actingIn(officer, 'assistant');
  const { departmentId } = assistant;
  if (assistant.kind !== 'officer' || !hasRole(assistant, 'assistant') || departmentId === null)
    throw new Problem('permission.denied');
  screened(context.policy, AssistedIdentity, { ...person, proof, window, ...(organisation ? { organisation } : {}) });
  requireMay(mayAppear(context.policy.counter, { proof, organisation }));
  requireName(person.name);
  const authorityProof = organisation?.authority ?? null;
  const applicant = applicantOf(context, person, organisation ? [organisation] : [], {
    assistedBy: assistant,
    counter: { departmentId, window, identityProof: proof, authorityProof },
    ...(assistant.requestId === undefined ? {} : { requestId: assistant.requestId }),
  });
  if (organisation && applicant.organisations.length === 0)
    throw new Problem('request.invalid', {
      said: { zh: '统一社会信用代码不正确，请核对。', en: 'The unified social credit code is wrong.' },
    });
  const looked = await transact(context.database, applicant, (tx) => logAppearance(tx, context, applicant, purpose));
  return { ...applicant, looked };
}

/** In the log of everybody it concerns: the person, and the organisation they speak for. */
async function logAppearance(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  purpose: string,
): Promise<LoggedLook> {
  const { counter, organisations } = applicant;
  if (!counter) throw new RangeError('who is assisted appeared at a counter');
  const [organisation] = organisations;
  const looked = await writeLook(tx, applicant, {
    at: context.clock(),
    action: 'counter.appeared',
    objectType: 'request',
    objectId: applicant.subjectKey,
    // who appears, and the organisation whose data is opened: each finds it under their own name
    of: { subjects: [applicant.subjectKey, ...organisations.map(({ subjectKey }) => subjectKey)] },
    purpose,
    detail: {
      ...{ identityProof: counter.identityProof, window: counter.window },
      ...(organisation ? { authorityProof: counter.authorityProof } : {}),
    },
  });
  await tellAppearance(tx, context, applicant);
  return looked;
}

const VISIT = 30 * 60_000;

/** Once a visit: several questions are asked in one. */
async function tellAppearance(tx: PlatformTx, context: PlatformContext, applicant: Applicant): Promise<void> {
  const { counter } = applicant;
  if (!counter) return;
  const now = context.clock();
  const department = context.policy.department(counter.departmentId).name;
  const place = `${department}${counter.window}号窗口`;
  for (const subjectKey of subjectsOf(applicant)) {
    if (await wasToldSince(tx, subjectKey, place, new Date(now.getTime() - VISIT))) continue;
    await notify(tx, context, {
      subjectKey,
      kind: 'counter.appeared',
      title: '窗口代办：有人以您的名义到场办理',
      text: `${place}的工作人员核对了到场人的证件，为其查看了平台关于您的信息。如果到场的不是您本人或者您委托的人，请立即向${context.policy.names.creditOffice}反映；谁在什么时候看过，见“谁看过我的信息”。`,
      about: null,
    });
  }
}

/** Typed by hand from a document that lies there: one person's name, written out. A character that is rare stays. */
function requireName(name: string): void {
  const checked = checkPersonName(name);
  if (checked.ok && checked.doubt !== 'several') return;
  throw new Problem('request.invalid', {
    said: {
      zh: '姓名不规范，请按有效身份证件填写一个人的全名，姓名中间不留空格。',
      en: 'Write one person’s name in full, as on the valid document, without blanks inside a Chinese name.',
    },
  });
}
