/** points-opt-in, listed-measures-only, points-only-unlock, no-person-in-public: what statements of the logins of points and site cannot write. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { chance, cleanSentences } from '../support/clean-sentences.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Columns, insert } from '../support/direct-statements.ts';
import { constraint, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { inventedResidentId } from '../support/people.ts';
import { inScript, SCRIPTS, SEPARATORS } from '../support/written-numbers.ts';

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
  // the login that answers requests comes no further without a session: tests/attacks/anothers-account.pg.test.ts
  const LOGINS = ['worker_points'];
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

/** Numbers, true ones and others, in every script, parted and beside each other, the same each time. */
function crowded(count: number): string[] {
  const next = chance(20_200_213);
  const one = <T>(list: readonly T[]): T => list[next(list.length)]!;
  const scripts = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];
  const digits = () => Array.from({ length: 1 + next(18) }, () => next(10)).join('');
  const piece = () =>
    one([digits, () => inventedResidentId('1985-06-15', 1 + next(900)), () => one(['号', '电话', 'X'])])();
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(4) }, () => inScript(piece(), one(['ascii', ...scripts]))).join(
      one(['', ...SEPARATORS]),
    ),
  );
}
/** Bounded by a CHECK or a key of the database, from the pack, or made by the site itself: nothing told is shown from there. */
const UNWATCHED: readonly string[] = [
  'edition.digest', // SHA-256
  'edition.list',
  'edition_entry.list',
  'edition_member.change',
  'edition_member.list',
  'edition_signature.list',
  'edition_signature.signed_as',
  'inbox_epoch.sender',
  'inbox_message.message_id',
  'inbox_message.type',
  'installation.fingerprint',
  'job_kind.kind',
  ...['id', 'notice', 'plain_title', 'plain_title_en', 'polarity', 'title', 'title_en'].map(
    (column) => `list.${column}`,
  ),
  'notice.list',
  'notice.round_id',
  'notice_entry.round_id',
  'notice_turn.round_id',
  'notice_turn.turn',
  'organisation.initials', // letters of the name
  'organisation_report.code_hash', // SHA-256
  'organisation_report.content_digest',
  'public_kind.kind',
  'punctuality.month',
  'punctuality.step',
  'punctuality_month.month',
  'subscription.address', // given by whoever subscribed, shown to nobody
  'subscription.host',
  'withdrawn_entry.reason',
  'withdrawn_record.reason',
];

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

  const goodRecord = (otherwise: Columns) =>
    insert('good_record', {
      ...{ uscc: '91410199MX0000012X', record_id: randomUUID(), position: 1, name: '测试企业', kind: '2020-2/3.2.1' },
      ...{ clause: 'c', title: 't', matter: 'm', department: 'd', occurred_on: '2020-01-01' },
      ...{ determined_on: '2020-01-01', valid_from: '2020-01-01', objection_open: false, ...otherwise },
    });
  // the login that answers requests writes none of it: tests/attacks/what-is-told.pg.test.ts
  const SITE_LOGINS = ['worker_site'];

  test.each(SITE_LOGINS)('%s: outside a list only kinds that everybody may see', async (login) => {
    expect(await outcomeOf(superuser, { login, say: [goodRecord({})] }, [])).toBeUndefined();
    await refusedOnlyBy(superuser, trigger('good_record', 'of_public_kind'), {
      ...{ login, say: [goodRecord({ kind: '2020-2/2' })] },
    });
    const record_id = randomUUID();
    const before = [goodRecord({ record_id })];
    const say = [`UPDATE good_record SET kind = '2020-2/2' WHERE record_id = '${record_id}'`];
    await refusedOnlyBy(superuser, trigger('good_record', 'of_public_kind_still'), { login, before, say });
  });

  const number = inventedResidentId('1985-06-15', 7);
  const spaced = `${number.slice(0, 6)} ${number.slice(6, 14)}-${number.slice(14)}`;
  test.each(SITE_LOGINS)('%s: no text in which an identity number stands', async (login) => {
    const nobody = (table: string, before: string[], say: string) =>
      refusedOnlyBy(superuser, trigger(table, 'names_nobody'), { login, before, say: [say] });
    for (const said of [number, spaced, `负责人${number}`]) {
      await nobody('good_record', [], goodRecord({ matter: said }));
      await nobody('edition_entry', [edition('red')], entry({ matter: said }));
      await nobody('edition_entry', [edition('red')], entry({ name: said }));
    }
    const record_id = randomUUID();
    const before = [goodRecord({ record_id })];
    await nobody('good_record', before, `UPDATE good_record SET matter = '${number}' WHERE record_id = '${record_id}'`);
  });

  test('every text of the site is looked at, but those that the database bounds or the site makes', async () => {
    const { rows } = await superuser.query<{ column: string; watched: boolean }>(
      `SELECT c.table_name || '.' || c.column_name AS column, EXISTS (
         SELECT FROM pg_trigger t WHERE t.tgrelid = c.table_name::regclass AND t.tgname = 'names_nobody'
           AND position(quote_literal(c.column_name) IN pg_get_triggerdef(t.oid)) > 0) AS watched
       FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name NOT LIKE 'schema_migration%'
         AND c.data_type = 'text' AND c.domain_name IS NULL`,
    );
    expect(
      rows
        .filter(({ watched }) => !watched)
        .map(({ column }) => column)
        .toSorted(),
    ).toEqual(UNWATCHED);
  });

  test('what the database refuses, the site’s door refuses before: no clean sentence is refused', async () => {
    const texts = [...cleanSentences(2_000), ...crowded(3_000)];
    const { rows } = await superuser.query<{ refused: string[] }>(
      'SELECT coalesce(array_agg(said), $2) AS refused FROM unnest($1::text[]) said WHERE holds_resident_number(said)',
      [texts, []],
    );
    expect(rows[0]!.refused.filter((text) => !holdsDocumentNumber(text))).toEqual([]);
    expect(rows[0]!.refused.length).toBeGreaterThan(0);
  });

  test.each(SITE_LOGINS)('%s: an adverse entry names its decision', async (login) => {
    const say = [entry({ list: 'black' })];
    await refusedOnlyBy(superuser, trigger('edition_entry', 'has_document'), {
      login,
      before: [edition('black')],
      say,
    });
  });

  test.each(SITE_LOGINS)('%s: no sole trader among the good records, who is a person', async (login) => {
    const said = { login, say: [goodRecord({ uscc: '92410199MX0000012X', name: '张某' })] };
    expect((await outcomeOf(superuser, said, []))?.constraint).toBe('business_code_check');
    const before = ['ALTER DOMAIN business_code DROP CONSTRAINT business_code_check'];
    expect(await outcomeOf(superuser, { ...said, before }, [])).toBeUndefined();
  });
});
