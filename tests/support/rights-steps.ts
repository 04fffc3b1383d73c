/** Requests of those concerned: somebody with a determined case asks, officers take their steps, and the record shows what it changed. */
import { randomUUID } from 'node:crypto';
import type { RightsActionRequest, RightsRequest } from '#contracts/rights.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { type Applicant, applicantOf, systemActor, transact } from '#platform/access/index.ts';
import { recordsInForce } from '#platform/registry/index.ts';
import { act, ask } from '#platform/rights/index.ts';
import { determinedCase } from './determined-case.ts';
import { inventedCitizen } from './people.ts';
import type { TestPlatform } from './platform.ts';

export interface Concerned {
  readonly caseId: string;
  readonly who: Applicant;
  readonly uscc: string | undefined;
}

export const key = () => randomUUID();

export const asking = (kind: RightsRequest['kind'], caseId: string, idempotencyKey = key()): RightsRequest => {
  const head = { caseId, statement: '所述事实与实际不符，请予核实', idempotencyKey };
  if (kind === 'repair') return { kind, ...head, commitment: true };
  if (kind === 'relief') return { kind, ...head, size: 'small', until: '2020-09-30' };
  return { kind, ...head };
};

/** The platform is asked for at each call: it is there only once a file's set-up has run. */
export function rightsSteps(platform: () => TestPlatform) {
  let people = 300;
  const nextSubject = () => ++people;
  const actor = (name: string) => platform().actors[name]!;
  const rowOf = async (caseId: string) =>
    (
      await platform().owner.query(
        'SELECT subject_key, uscc, organisation_name FROM submission WHERE batch_id = $1 AND row_number = $2',
        caseId.split('-'),
      )
    ).rows[0];

  async function signedIn(caseId: string, subject: number): Promise<Omit<Concerned, 'caseId'>> {
    const { uscc, organisation_name: name } = await rowOf(caseId);
    const person = inventedCitizen('张测试', '1985-06-15', subject);
    return {
      who: applicantOf(platform().context, person, uscc ? [{ uscc, name }] : []),
      uscc: uscc ?? undefined,
    };
  }
  /** A determined case and the person, or the representative of the organisation, it is about. */
  async function concerned(kind: string): Promise<Concerned> {
    const subject = nextSubject();
    const caseId = await determinedCase(platform(), { kind, subject });
    return { caseId, ...(await signedIn(caseId, subject)) };
  }
  async function shown(caseId: string, on = '2020-03-30') {
    const { subject_key: subjectKey } = await rowOf(caseId);
    return transact(platform().context.database, systemActor('test'), (tx) =>
      recordsInForce(tx, { subjectKey }, toLocalDate(on)),
    );
  }

  const asked = ({ caseId, who, uscc }: Concerned, kind: RightsRequest['kind']) =>
    ask(platform().context, who, uscc, asking(kind, caseId));
  const step = (name: string, requestId: string, action: RightsActionRequest['action'], payload: object) =>
    act(platform().context, actor(name), requestId, { action, payload, idempotencyKey: key() } as RightsActionRequest);
  const assess = (name: string, requestId: string, opinion = 'support') =>
    step(name, requestId, 'assess', { opinion, reasoning: '已核对原始材料' });
  const decide = (name: string, requestId: string, outcome: string, more: object = {}) =>
    step(name, requestId, 'decide', { outcome, reasoning: '核对属实，予以办理', ...more });
  return { nextSubject, actor, signedIn, concerned, shown, asked, step, assess, decide };
}
