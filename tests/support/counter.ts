/** Somebody who appears at a counter, as the assistant enters them: with proof that the pack names, at a window. */
import type { AssistedIdentity } from '#contracts/counter.ts';
import type { RightsRequest } from '#contracts/rights.ts';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import type { Actor, Applicant } from '#platform/access/index.ts';
import { answerAct, prepareAct } from '#platform/counter-desk/index.ts';
import { performAction } from '#platform/determination/index.ts';
import { ownRequests } from '#platform/rights/index.ts';
import { DECISION, type TestPlatform } from './platform.ts';
import { type Concerned, key, rightsSteps } from './rights-steps.ts';

type Person = Pick<VouchedPerson, 'name' | 'documentType' | 'documentNumber' | 'birthDate'>;

export function appearing(person: Person, uscc?: string): AssistedIdentity {
  const { name, documentType, documentNumber, birthDate } = person;
  return {
    ...{ name, documentType, documentNumber, birthDate, proof: 'resident-id', window: 3 },
    ...(uscc === undefined ? {} : { organisation: { uscc, name: '某公司', authority: 'power-of-attorney' } }),
  };
}

export const withdrawing = (requestId: string) =>
  ({ kind: 'withdraw', requestId, reason: '已经弄清楚', idempotencyKey: key() }) as const;
export const responding = (caseId: string) =>
  ({ kind: 'respond', caseId, statement: '决定书载明的情况与事实不符', idempotencyKey: key() }) as const;

/** Asked at a counter for who appeared there, and confirmed by them on their own page. */
export async function askedAtCounter(
  { context }: TestPlatform,
  assistant: Actor,
  { who, uscc }: { readonly who: Applicant; readonly uscc?: string | undefined },
  request: RightsRequest,
): Promise<{ requestId: string; actId: string }> {
  const identity = appearing(who.person, uscc);
  const { actId } = await prepareAct(context, assistant, { identity, act: request });
  await answerAct(context, who, actId, 'confirmed');
  const { items } = await ownRequests(context, who, uscc);
  return { actId, requestId: items.find((item) => item.statement === request.statement)!.requestId };
}

/** What a refusal is called, or that it was none. */
export const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (problem: { code: string }) => problem.code,
  );

/** The platform is asked for at each call: it is there only once a file's set-up has run. */
export function counterSteps(platform: () => TestPlatform) {
  const steps = rightsSteps(platform);
  const { nextSubject, actor, signedIn, concerned, asked } = steps;
  /** An open objection of somebody, and the withdrawal of it prepared at a counter. */
  async function prepared(by: Actor) {
    const one = await concerned('2');
    const { requestId } = await asked(one, 'objection');
    const identity = appearing(one.who.person);
    const act = await prepareAct(platform().context, by, { identity, act: withdrawing(requestId) });
    return { ...one, requestId, identity, actId: act.actId };
  }

  const stands = async ({ who, uscc, requestId }: Concerned & { requestId: string }) =>
    (await ownRequests(platform().context, who, uscc)).items.find((item) => item.requestId === requestId)?.state;

  /** An adverse case whose party has been told. */
  async function served(): Promise<Concerned> {
    const subject = nextSubject();
    const decision = { ...DECISION, number: `窗口-${subject}` };
    const caseId = await platform().report({ kind: '2', subject, reporter: actor('policeReporter'), decision });
    const by = (name: string, action: string, payload: object) =>
      performAction(platform().context, actor(name), caseId, {
        ...{ action, payload, idempotencyKey: key() },
      } as Parameters<typeof performAction>[3]);
    await by('policeReviewer', 'review', {});
    await by('policeReviewer', 'serve-notice', { servedOn: '2020-03-16', serviceMethod: 'electronic' });
    return { caseId, ...(await signedIn(caseId, subject)) };
  }
  return { ...steps, prepared, stands, served };
}
