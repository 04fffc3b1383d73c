/**
 * The paper and counter channel: somebody without a phone appears in an office, and an officer of the role `assistant` works the keys for
 * them. Same services, same checks; the log names the officer and for whom, and the person is told that it happened.
 */
import { AssistedIdentity } from '#contracts/rights.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { type Applicant, applicantOf } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { screened } from '../screened.ts';

/**
 * The person at the counter as an applicant. Entered by hand, so that it is a look at a person: logged with its purpose.
 * @throws Problem `permission.denied`, `account.real_name_required` when document and birth date contradict each other
 */
export async function assistedApplicant(
  context: PlatformContext,
  assistant: Actor,
  { organisation, ...person }: AssistedIdentity,
  purpose: string,
): Promise<Applicant> {
  if (assistant.kind !== 'officer' || !hasRole(assistant, 'assistant')) throw new Problem('permission.denied');
  requireName(person.name);
  screened(context.policy, AssistedIdentity, organisation ? { ...person, organisation } : person);
  const applicant = applicantOf(context, person, organisation ? [organisation] : [], {
    assistedBy: assistant,
    ...(assistant.requestId === undefined ? {} : { requestId: assistant.requestId }),
  });
  if (organisation && applicant.organisations.length === 0)
    throw new Problem('request.invalid', {
      said: { zh: '统一社会信用代码不正确，请核对。', en: 'The unified social credit code is wrong.' },
    });
  await transact(context.database, applicant, (tx) =>
    writeLook(tx, applicant, {
      at: context.clock(),
      action: 'counter.appeared',
      objectType: 'request',
      objectId: applicant.subjectKey,
      // who appears, and the organisation whose data is opened: each finds it under their own name
      of: { subjects: [applicant.subjectKey, ...applicant.organisations.map(({ subjectKey }) => subjectKey)] },
      purpose,
      detail: organisation ? { uscc: organisation.uscc, proof: organisation.proof } : {},
    }),
  );
  return applicant;
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
