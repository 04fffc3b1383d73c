/**
 * How the demo's city gets its officers: the first administrator proposes a second, the host confirms; then one of the two proposes and
 * the other confirms everybody else.
 */
import type { AppointmentList } from '#contracts/appointments.ts';
import { DEMO_ADMINISTRATOR, DEMO_OFFICERS, DEMO_SECOND_ADMINISTRATOR, type DemoOfficer } from './accounts.ts';
import type { Cast } from './cast.ts';
import { unless } from './teller.ts';
import type { Visitor } from './visitor.ts';

/** What was done before an interruption is no obstacle. */
const DONE = ['officer.exists', 'action.not_available'];

interface Town {
  as(account: string): Promise<Visitor>;
  /** `xinheng administrator confirm`, as whoever has the host runs it */
  confirmOnHost(): Promise<readonly string[]>;
}

/** Answers who were confirmed on the host. */
export async function appointSecond(
  { as, confirmOnHost }: Town,
  people: readonly DemoOfficer[] = DEMO_OFFICERS,
): Promise<readonly string[]> {
  const proposed = people.find(({ id }) => id === DEMO_SECOND_ADMINISTRATOR.id) ?? DEMO_SECOND_ADMINISTRATOR;
  const first = await as(DEMO_ADMINISTRATOR.id);
  await unless(DONE, first.post('/api/platform/officers', wanted(proposed)));
  return confirmOnHost();
}

export async function appointOthers(
  { as }: Town,
  people: readonly DemoOfficer[],
  machine: Cast['machine'] | null,
): Promise<void> {
  const first = await as(DEMO_ADMINISTRATOR.id);
  for (const person of people) await unless(DONE, first.post('/api/platform/officers', wanted(person)));
  if (machine) {
    const { clientId, name, departmentId } = machine;
    await unless(
      DONE,
      first.post('/api/platform/machine-clients', { clientId, name, departmentId, scopes: ['reporter'] }),
    );
  }
  const second = await as(DEMO_SECOND_ADMINISTRATOR.id);
  const { items } = await second.get<AppointmentList>('/api/platform/appointments');
  for (const { id, may } of items)
    if (may.confirm.available)
      await second.post(`/api/platform/appointments/${id}/decision`, { decision: 'confirmed' });
}

/** Both in one, for a city that nobody has told anything. */
export async function appointInDemo(town: Town, people: readonly DemoOfficer[] = DEMO_OFFICERS): Promise<void> {
  await appointSecond(town);
  const administrators: readonly string[] = [DEMO_ADMINISTRATOR.id, DEMO_SECOND_ADMINISTRATOR.id];
  await appointOthers(
    town,
    people.filter(({ id }) => !administrators.includes(id)),
    null,
  );
}

const wanted = ({ id, name, departmentId, roles }: DemoOfficer) => ({ externalId: id, name, departmentId, roles });
