/** Somebody with a session, or with the login of the public pages, tells the public what nobody has decided, or takes away what is shown. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { determinedCase } from '../support/determined-case.ts';
import { type Columns, insert, sql } from '../support/direct-statements.ts';
import { grant, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf } from '../support/told-case.ts';

let platform: TestPlatform;
let siteDatabase: TestDatabase;
let site: pg.Client;
type Row = Columns & Readonly<Record<'subject_key' | 'record_id' | 'uscc' | 'organisation_name' | 'matter', string>>;
let organisation: Row;
let person: Row;
const as = (who: string) => officerOf(platform, who);
const idOf = (who: string) => platform.actors[who]!.id;
const ENTRY = randomUUID();
const happened = () => trigger('outbox', 'has_happened');

async function recordOf(kind: string): Promise<Row> {
  const id = await determinedCase(platform, { kind });
  const { rows } = await platform.owner.query(
    'SELECT * FROM record WHERE batch_id = $1 AND row_number = $2',
    id.split('-'),
  );
  return rows[0];
}

beforeAll(async () => {
  platform = await createPlatform();
  organisation = await recordOf('3.2.1');
  person = await recordOf('1.1');
  siteDatabase = await createTestDatabase('site');
  site = new pg.Client({ connectionString: siteDatabase.ownerUrl });
  await site.connect();
});
afterAll(async () => {
  await site?.end();
  await siteDatabase?.drop();
  await platform?.close();
});

const message = (recipient: string, type: string, data: object, subject: string | null = null) =>
  insert('outbox', {
    ...{ id: randomUUID(), recipient, type: `xinheng.${type}`, notice: '2020-2', version: 1, data },
    ...{ subject_key: subject, created_at: sql('now()') },
  });
const subscribed = () =>
  insert('points_subscription', {
    ...{ subject_key: person.subject_key, sequence: 1, change: 'opened', receipt_id: 'r', message_id: 'm' },
    at: sql('now()'),
  });
const shown = (otherwise: Columns = {}) => [
  insert('list_round', {
    ...{ list: 'red', opened_by: idOf('creditOffice'), opened_at: '2020-03-24T01:00:00Z' },
    ...{ notice_from: '2020-03-24', notice_until: '2020-04-03', digest: sql("sha256('x')") },
  }),
  entry(otherwise),
];
const entry = (otherwise: Columns = {}) =>
  insert('list_entry', {
    ...{ subject_key: organisation.subject_key, record_id: organisation.record_id, entry_id: ENTRY },
    ...{ round_id: sql('(SELECT max(id) FROM list_round)'), uscc: organisation.uscc, ground: '3.2.1' },
    ...{ name: organisation.organisation_name, department_id: 'industry-bureau', matter: organisation.matter },
    ...{
      determined_on: sql("(SELECT determined_at AT TIME ZONE 'Asia/Shanghai' FROM record LIMIT 1)::date"),
      ...otherwise,
    },
  });

describe('withdrawal-everywhere: nobody who really entered tells', () => {
  const uscc = () => organisation.uscc;
  const ended = { reason: 'revoked', effectiveOn: '2020-03-24' };
  const untrue: readonly [string, () => string][] = [
    [
      'that an entry has left its list',
      () => message('site', 'entry.withdrawn', { uscc: uscc(), entryId: ENTRY, ...ended }),
    ],
    [
      'an objection that there is not',
      () => message('site', 'entry.marked', { uscc: uscc(), entryId: ENTRY, objectionOpen: true }),
    ],
    [
      'that a record of an organisation has ended',
      () =>
        message('site', 'organisation-record.withdrawn', { uscc: uscc(), recordId: organisation.record_id, ...ended }),
    ],
    [
      'that a record of a person has ended',
      () => {
        const { subject_key, record_id } = person;
        return message(
          'points',
          'record.withdrawn',
          { subjectKey: subject_key, recordId: record_id, ...ended },
          subject_key,
        );
      },
    ],
    [
      'of a provider nobody registered',
      () => message('points', 'provider.published', { providerId: randomUUID(), name: '测' }),
    ],
    ['that a provider is none any more', () => message('points', 'provider.withdrawn', { providerId: randomUUID() })],
    ['figures that a job counts', () => message('site', 'punctuality.published', { month: '2020-01', counts: [] })],
  ];
  test.each(untrue)('%s', async (_what, say) => {
    const before = [subscribed(), ...shown()];
    const party = { login: 'web_platform', claim: { subjects: [organisation.subject_key] } } as const;
    await refusedOnlyBy(platform.owner, happened(), { ...as('healthReporter'), before, say: [say()] });
    await refusedOnlyBy(platform.owner, happened(), { ...party, before, say: [say()] });
  });

  test('a record otherwise than it stands; as it stands, it is', async () => {
    const { rows } = await platform.owner.query(
      `SELECT record_id AS "recordId", subject_key AS "subjectKey", kind, polarity, matter, occurred_on::text AS "occurredOn",
         least(valid_until, disclosed_until)::text AS "validUntil", false AS "objectionOpen" FROM record WHERE subject_key = $1`,
      [person.subject_key],
    );
    const told = (otherwise: object) => ({
      ...{ ...as('healthReporter'), before: [subscribed()] },
      say: [message('points', 'record.published', { ...rows[0], ...otherwise }, person.subject_key)],
    });
    for (const otherwise of [{ matter: '测' }, { polarity: 'adverse' }, { validUntil: '2099-01-01' }])
      await refusedOnlyBy(platform.owner, happened(), told(otherwise));
    expect(await outcomeOf(platform.owner, told({}), [])).toBeUndefined();
  });

  test('a provider is told as it was confirmed, and no account beside it', async () => {
    const [proposal, provider] = [randomUUID(), randomUUID()];
    const account = { kind: 'staff', issuer: 'https://id.example', subject: '测“1"' } as const;
    const registration = { name: '测', uscc: organisation.uscc, accounts: [account], offers: [] };
    const before = [
      insert('provider_proposal', {
        ...{ proposal_id: proposal, provider_id: provider, sequence: 1, change: 'register', registration },
        ...{ proposed_by: idOf('creditOffice'), proposed_at: '2020-03-24T01:00:00Z' },
      }),
    ];
    const confirmed = insert('provider_decision', {
      ...{ proposal_id: proposal, decision: 'confirmed', decided_by: idOf('creditOfficeSecond') },
      decided_at: '2020-03-24T01:00:00Z',
    });
    const digests = (...accounts: { kind: 'staff' | 'machine'; issuer: string; subject: string }[]) =>
      accounts.map(({ kind, issuer, subject }) => ({ kind, digest: accountDigest(kind, issuer, subject) }));
    const told = (accounts: object) => ({
      ...{ ...as('creditOfficeSecond'), before },
      say: [confirmed, message('points', 'provider.published', { ...registration, providerId: provider, accounts })],
    });
    await refusedOnlyBy(platform.owner, happened(), told(digests(account, { ...account, subject: 'mine' })));
    expect(await outcomeOf(platform.owner, told(digests(account)), [])).toBeUndefined();
  });
});

describe('no-person-in-public: whoever opens a round or publishes an edition writes nobody’s name into it', () => {
  test.each<[string, Columns]>([
    ['another name', { name: '张三' }],
    ['another matter', { matter: '测' }],
    ['another day', { determined_on: '2001-01-01' }],
  ])('%s', async (_what, otherwise) => {
    const [round] = shown();
    const nominated = insert('nomination', {
      ...{ subject_key: organisation.subject_key, record_id: organisation.record_id, list: 'red', ground: '3.2.1' },
      ...{ department_id: 'industry-bureau', nominated_by: idOf('industryReviewer'), at: '2020-03-24T01:00:00Z' },
    });
    const attempt = { ...as('creditOffice'), before: [nominated, round!], say: [entry(otherwise)] };
    await refusedOnlyBy(platform.owner, trigger('list_entry', 'says_its_record'), attempt);
    expect(await outcomeOf(platform.owner, { ...attempt, say: [entry()] }, [])).toBeUndefined();
  });

  test('a public notice says what its round proposes', async () => {
    const line = { entryId: ENTRY, uscc: organisation.uscc, name: organisation.organisation_name, ground: '3.2.1' };
    const roundId = sql('(SELECT max(id)::text FROM list_round)');
    const told = (otherwise: object) => ({
      ...{ ...as('creditOffice'), before: shown() },
      say: [
        `INSERT INTO outbox (id, recipient, type, notice, version, created_at, data)
         SELECT '${randomUUID()}', 'site', 'xinheng.notice.opened', '2020-2', 1, now(), jsonb_build_object('list', 'red', 'roundId', ${roundId.sql},
           'entries', '${JSON.stringify([{ ...line, matter: organisation.matter, ...otherwise }])}'::jsonb)`,
      ],
    });
    for (const otherwise of [{ name: '张三' }, { matter: '张三' }, { ground: '3.2.2' }])
      await refusedOnlyBy(platform.owner, trigger('outbox', 'shown_as_proposed'), told(otherwise));
    expect(await outcomeOf(platform.owner, told({}), [])).toBeUndefined();
  });
});

describe('no-person-in-public: the login of the public pages writes nothing that they show', () => {
  const web = { login: 'web_site' } as const;
  const code = '91410199MX00000001';
  const statements: readonly [string, string, string][] = [
    ['good_record', 'DELETE', 'DELETE FROM good_record'],
    ['good_record', 'UPDATE', 'UPDATE good_record SET objection_open = false'],
    [
      'organisation',
      'INSERT',
      `INSERT INTO organisation (uscc, name, search_name, initials, registered, noted, position) VALUES ('${code}', '张三', '张三', 'zs', true, false, 1)`,
    ],
    ['organisation', 'DELETE', 'DELETE FROM organisation'],
    ['edition_entry', 'DELETE', 'DELETE FROM edition_entry'],
    ['notice_entry', 'DELETE', 'DELETE FROM notice_entry'],
    [
      'entry_mark',
      'INSERT',
      `INSERT INTO entry_mark (entry_id, position, objection_open) VALUES ('${randomUUID()}', 9, false)`,
    ],
    ['entry_mark', 'UPDATE', 'UPDATE entry_mark SET objection_open = false'],
    [
      'withdrawn_entry',
      'INSERT',
      `INSERT INTO withdrawn_entry (entry_id, position, effective_on) VALUES ('${randomUUID()}', 9, '2020-01-01')`,
    ],
    [
      'withdrawn_record',
      'INSERT',
      `INSERT INTO withdrawn_record (record_id, position, effective_on) VALUES ('${randomUUID()}', 9, '2020-01-01')`,
    ],
    ['publication_state', 'UPDATE', 'UPDATE publication_state SET version = 0'],
    [
      'inbox_message',
      'INSERT',
      `INSERT INTO inbox_message (message_id, type, position, received_at) VALUES ('m', 'x', 1, now())`,
    ],
    [
      'inbox_epoch',
      'INSERT',
      `INSERT INTO inbox_epoch (sender, epoch, position, record_id, received_at) VALUES ('platform', 9, 9, '${randomUUID()}', now())`,
    ],
    ['punctuality', 'DELETE', 'DELETE FROM punctuality'],
    ['organisation_change', 'DELETE', 'DELETE FROM organisation_change'],
    ['subscription', 'UPDATE', 'UPDATE subscription SET confirmed_at = now()'],
    [
      'subscription',
      'INSERT (confirmed_at)',
      `INSERT INTO subscription (uscc, subscription_id, address, host, created_at, confirmed_at)
       VALUES ('${code}', '${randomUUID()}', 'https://x', 'x', now(), now())`,
    ],
  ];
  test.each(statements)('%s: %s is of whoever takes deliveries', async (table, right, say) => {
    await refusedOnlyBy(site, grant(table, right), { ...web, say: [say] });
  });

  test('who asks to be told is noted, and not yet as confirmed', async () => {
    const say = [
      `INSERT INTO subscription (uscc, subscription_id, address, host, created_at) VALUES ('${code}', '${randomUUID()}', 'https://x', 'x', now())`,
    ];
    expect(await outcomeOf(site, { ...web, say }, [])).toBeUndefined();
  });
});
