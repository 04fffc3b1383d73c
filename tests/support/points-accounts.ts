/** Points accounts as tests need them: people who open one, what the platform tells about them, and all that a database holds. */

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { expect } from 'vitest';
import type { RecordPublished } from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { openAccount } from '#points/accounts/service.ts';
import { consentText } from '#points/consent/text.ts';
import type { CitizenClaims } from '#points/http.ts';
import { inventedCitizen } from './people.ts';
import { ref } from './refs.ts';
import type { Clock, openPoints } from './systems.ts';

export type TestPoints = Awaited<ReturnType<typeof openPoints>>;

const RECORD = {
  ...{
    kind: ref('1.3'),
    clause: ref('1.3'),
    title: '参加抗疫志愿服务',
    matter: '在社区卡点值守四十天',
    polarity: 'good',
  },
  ...{ department: '市民政局', occurredOn: '2020-03-01', determinedOn: '2020-04-01', validFrom: '2020-04-01' },
  ...{ validUntil: null, objectionOpen: false },
};

/** As the platform names the person. */
export const namedAs = ({ keyring }: Pick<TestPoints['context'], 'keyring'>, citizen: CitizenClaims) =>
  pseudonyms(keyring).of(vouchedSubject(keyring, citizen));

/** Points are asked for at each call: they are there only once a file's set-up has run. */
export function pointsAccounts(points: () => TestPoints, clock: Clock) {
  let people = 0;
  /** where the platform's messages have got to; a test may move on */
  const stream = { position: 0 };
  const someone = () => {
    people += 1;
    return inventedCitizen(`甄选${people}`, '1985-06-15', people);
  };
  const open = (citizen: CitizenClaims = someone()) =>
    openAccount(
      points().context,
      { citizen },
      { consent: true, textVersion: consentText(points().context.policy).version },
    );
  const event = (type: string, data: Record<string, unknown>): CloudEvent => ({
    ...{ specversion: '1.0', id: randomUUID(), source: '/platform', type, time: clock().toISOString(), data },
  });
  const about = (citizen: CitizenClaims) => {
    stream.position += 1;
    return { subjectKey: namedAs(points().context, citizen), position: stream.position };
  };
  const published = (citizen: CitizenClaims, changes: Partial<RecordPublished> = {}) =>
    event('xinheng.record.published', { ...about(citizen), recordId: randomUUID(), ...RECORD, ...changes });
  const withdrawn = (citizen: CitizenClaims, recordId: string) =>
    event('xinheng.record.withdrawn', {
      ...{ ...about(citizen), recordId, reason: 'revoked', effectiveOn: '2020-05-06' },
    });
  const wholeDatabase = () => everythingIn(points().owner);
  return { stream, someone, open, event, published, withdrawn, wholeDatabase };
}

/** Everything the database holds in any table, as text. */
async function everythingIn(owner: pg.Client): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(8);
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
    texts.push(...rows.map((row) => `${name}: ${row.text}`));
  }
  return texts.join('\n');
}
