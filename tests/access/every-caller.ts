/** Somebody of every role, a person of themself, and a department's system: whoever could call the platform. */
import { type Actor, type Applicant, applicantOf, machineActor, officerActor, ROLES } from '#platform/access/index.ts';
import type { TestPlatform } from '../support/platform.ts';
import { OWN_PERSON } from './own-person.ts';

/** @param name of the department's system, and of the requests */
export async function everyCaller(platform: TestPlatform, name: string): Promise<(Actor | Applicant)[]> {
  const callers: (Actor | Applicant)[] = [];
  for (const role of ROLES) {
    const seat = role === 'credit-office' || role === 'auditor' ? 'credit-office' : 'health-commission';
    const actor = await officerActor(platform.context, (await platform.officer(seat, role)).id, name);
    if (actor) callers.push(actor);
  }
  callers.push(applicantOf(platform.context, OWN_PERSON, [], { requestId: name }));
  const reporter = await platform.officer('health-commission', 'reporter');
  await platform.owner.query('INSERT INTO machine_client VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
    ...[name, 'https://sign-in.test', '单位系统', 'health-commission', reporter.id, ['reporter']],
  ]);
  callers.push(await machineActor(platform.context, 'https://sign-in.test', name, name));
  return callers;
}
