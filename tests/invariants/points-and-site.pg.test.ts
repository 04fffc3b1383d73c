/** points-opt-in, listed-measures-only, points-only-unlock, no-person-in-public: what statements of the logins of points and site cannot write. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Columns, insert } from '../support/direct-statements.ts';
import { constraint, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';

const NOW = '2020-03-24T04:00:00Z';

async function opened(system: 'points' | 'site'): Promise<{ superuser: pg.Client; database: TestDatabase }> {
  const database = await createTestDatabase(system);
  const superuser = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
  return { superuser, database };
}

describe('points', () => {
  let superuser: pg.Client;
  let database: TestDatabase;
  beforeAll(async () => {
    ({ superuser, database } = await opened('points'));
  });
  afterAll(async () => {
    await superuser?.end();
    await database?.drop();
  });
  const LOGINS = ['web_points', 'worker_points'];
  const subject_key = randomUUID();
  const account = insert('account', { subject_key, receipt_id: 'r', opened_at: NOW });
  const consent = [
    insert('consent_text', { version: 'v', text: 't', digest: 'd' }),
    insert('consent_receipt', { receipt_id: 'r', subject_key, text_version: 'v', given_at: NOW }),
  ];

  test.each(LOGINS)('%s: no account without its receipt of consent', async (login) => {
    const guard = constraint('account', 'account_subject_key_receipt_id_fkey');
    await refusedOnlyBy(superuser, guard, { login, say: [account] });
    expect(await outcomeOf(superuser, { login, before: consent, say: [account] }, [])).toBeUndefined();
  });

  test.each(LOGINS)('%s: no receipt of a text that nobody was shown', async (login) => {
    const guard = constraint('consent_receipt', 'consent_receipt_text_version_fkey');
    await refusedOnlyBy(superuser, guard, { login, say: [consent[1]!] });
  });

  test.each(LOGINS)('%s: no contribution, notice or verification of who has no account', async (login) => {
    const contribution = insert('contribution', {
      subject_key,
      record_id: randomUUID(),
      position: 1,
      received_at: NOW,
    });
    await refusedOnlyBy(superuser, constraint('contribution', 'contribution_subject_key_fkey'), {
      login,
      say: [contribution],
    });
    const verified = {
      subject_key,
      verification_id: randomUUID(),
      at: NOW,
      provider_name: '图书馆',
      benefit: 'library',
      qualifies: true,
    };
    const before = [
      "SET LOCAL session_replication_role = 'replica'",
      insert('enacted_benefit', { benefit: 'library' }),
      "SET LOCAL session_replication_role = 'origin'",
    ];
    const { rowCount } = await superuser.query("SELECT FROM enacted_benefit WHERE benefit = 'library'");
    await refusedOnlyBy(superuser, constraint('verification', 'verification_subject_key_fkey'), {
      ...{ login, before: rowCount ? [] : before, say: [insert('verification', verified)] },
    });
  });

  test.each(LOGINS)('%s: no benefit that the notice does not name', async (login) => {
    const provider_id = randomUUID();
    const provider = insert('provider', { provider_id, position: 1, received_at: NOW });
    const offer: Columns = {
      offer_id: randomUUID(),
      provider_id,
      benefit: 'loans',
      title: '贷款',
      conditions: '无',
      areas: { sql: "'{}'" } as never,
      valid_from: '2020-01-01',
    };
    const guard = trigger('benefit_offer', 'listed_only');
    await refusedOnlyBy(superuser, guard, { login, before: [provider], say: [insert('benefit_offer', offer)] });
  });

  test.each(LOGINS)('%s: no figure leaves for the platform', async (login) => {
    const said = {
      id: randomUUID(),
      type: 'xinheng.points.total',
      receipt_id: '615',
      notice: '2020-2',
      version: 1,
      created_at: NOW,
    };
    const guard = constraint('outbox', 'outbox_says_what_was_agreed');
    // it has no entry in the log either, which is asked at the end
    const unlogged = trigger('audit_digest', 'logged_with_rows');
    await refusedOnlyBy(superuser, [guard, unlogged], { login, say: [insert('outbox', said)] });
  });
});

describe('site', () => {
  let superuser: pg.Client;
  let database: TestDatabase;
  beforeAll(async () => {
    ({ superuser, database } = await opened('site'));
  });
  afterAll(async () => {
    await superuser?.end();
    await database?.drop();
  });
  const edition = (list: string) =>
    insert('edition', {
      ...{
        list,
        number: 1,
        position: 1,
        title: '榜',
        clause: '3.3',
        published_on: '2020-03-24',
        notice_from: '2020-03-01',
      },
      ...{
        notice_until: '2020-03-20',
        event: 'e',
        event_effective_on: '2020-03-20',
        event_document_number: 'n',
        entry_count: 1,
      },
      ...{ digest: 'a'.repeat(64), received_at: NOW },
    });
  const entry = (otherwise: Columns) =>
    insert('edition_entry', {
      ...{
        list: 'red',
        number: 1,
        sequence: 1,
        entry_id: randomUUID(),
        record_id: randomUUID(),
        uscc: '91410199MX0000012X',
        name: '测试企业',
      },
      ...{
        ground: 'g',
        ground_title: 'g',
        matter: 'm',
        department: '市卫生健康委员会',
        determined_on: '2020-03-16',
        ...otherwise,
      },
    });

  test.each(['web_site', 'worker_site'])('%s: an adverse entry names its decision', async (login) => {
    const say = [entry({ list: 'black' })];
    await refusedOnlyBy(superuser, trigger('edition_entry', 'has_document'), {
      login,
      before: [edition('black')],
      say,
    });
  });

  test.each(['web_site', 'worker_site'])(
    '%s: no sole trader among the good records, who is a person',
    async (login) => {
      const record: Columns = {
        ...{
          uscc: '92410199MX0000012X',
          record_id: randomUUID(),
          position: 1,
          name: '张某',
          kind: 'k',
          clause: 'c',
          title: 't',
        },
        ...{
          matter: 'm',
          department: 'd',
          occurred_on: '2020-01-01',
          determined_on: '2020-01-01',
          valid_from: '2020-01-01',
          objection_open: false,
        },
      };
      const said = { login, say: [insert('good_record', record)] };
      expect((await outcomeOf(superuser, said, []))?.constraint).toBe('business_code_check');
      const before = ['ALTER DOMAIN business_code DROP CONSTRAINT business_code_check'];
      expect(await outcomeOf(superuser, { ...said, before }, [])).toBeUndefined();
    },
  );
});
