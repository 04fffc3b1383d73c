/** Somebody with the login that answers the points system's requests speaks for people who did not: opens, reads, closes, gives codes, tells of records. */
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aboutOf } from '#runtime/http/sessions.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { insert, sql } from '../support/direct-statements.ts';
import {
  type Attempt,
  type Guard,
  grant,
  outcomeOf,
  policy,
  refusedOnlyBy,
  type Statement,
  trigger,
} from '../support/guards.ts';

let database: TestDatabase;
let superuser: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase('points');
  superuser = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await database?.drop();
});

const WEB = { login: 'web_points' } as const;
const subject = randomUUID();
const TOKEN = 'a token';
const CODE = 'benefit:K7Q2';
const NOW = sql('now()');
const text = insert('consent_text', { version: 'v', text: 't', digest: 'd' });
const receipt = insert('consent_receipt', { receipt_id: 'r', subject_key: subject, text_version: 'v', given_at: NOW });
const account = insert('account', { subject_key: subject, receipt_id: 'r', opened_at: NOW });
const hash = (words: string) => sql(`'\\x${createHash('sha256').update(words).digest('hex')}'`);
const code = insert('benefit_code', {
  ...{ subject_key: subject, code_hash: hash(CODE), benefit: 'library', given_at: NOW },
  expires_at: sql("now() + interval '2 minutes'"),
});
const library = "INSERT INTO enacted_benefit VALUES ('library') ON CONFLICT DO NOTHING";
const session = (about: Buffer = aboutOf(TOKEN, subject), ends = "now() + interval '1 hour'") =>
  insert('session', {
    ...{ token_hash: hash(TOKEN), holder: sql("'x'"), started_at: NOW, seen_at: NOW },
    ...{ about: sql(`'\\x${about.toString('hex')}'`), ends_at: sql(ends) },
  });
const enter = `SELECT enter_account('${TOKEN}', '${subject}')`;
const contribution = insert('contribution', {
  subject_key: subject,
  record_id: randomUUID(),
  position: 1,
  received_at: NOW,
});
const closing = insert('closing_receipt', {
  ...{
    receipt_id: 'c',
    subject_key: subject,
    consent_receipt_id: 'r',
    text_version: 'v',
    consented_at: NOW,
    closed_at: NOW,
  },
});
/** What is written is in the log; the statements here are looked at by themselves. */
const logged = insert('audit_entry', { at: NOW, actor_kind: 'system', actor_id: 'x', action: 'x', look: false });
const held = [text, receipt, account, library, code, contribution, session()];

describe('points-opt-in: without the person’s session', () => {
  const opened: readonly [string, Guard, readonly Statement[], Statement][] = [
    ['nobody agrees', policy('consent_receipt', 'holder'), [text], receipt],
    ['no account is opened', policy('account', 'holder'), [text, receipt], account],
    ['no code is given', policy('benefit_code', 'holder'), [text, receipt, account, library], code],
    ['nothing is closed', policy('closing_receipt', 'holder'), [text], closing],
  ];
  test.each(opened)('%s', async (_what, guard, before, statement) => {
    const say = [statement, logged];
    const attempt: Attempt = { ...WEB, before: [...before, session()], say };
    await refusedOnlyBy(superuser, guard, attempt);
    expect(await outcomeOf(superuser, { ...attempt, say: [enter, ...say] }, [])).toBeUndefined();
    const others = { ...attempt, before: [...before, session(aboutOf(TOKEN, randomUUID()))], say: [enter, ...say] };
    expect(await outcomeOf(superuser, others, [])).toMatchObject({ constraint: 'session_over' });
  });

  test.each(['opened', 'closed'])('nobody tells that an account was %s', async (what) => {
    const told = insert('outbox', {
      ...{ id: randomUUID(), type: `xinheng.account.${what}`, receipt_id: what === 'opened' ? 'r' : 'c' },
      ...{ notice: '2020-2', version: 1, created_at: NOW },
    });
    const attempt: Attempt = { ...WEB, before: [text, session()], say: [told, logged] };
    await refusedOnlyBy(superuser, trigger('outbox', 'has_happened'), attempt);
    const say = [enter, what === 'opened' ? receipt : closing, told, logged];
    expect(await outcomeOf(superuser, { ...attempt, say }, [])).toBeUndefined();
  });

  const TABLES = ['account', 'consent_receipt', 'contribution', 'benefit_code'];
  const seen = (table: string, number: number) =>
    `DO $$ BEGIN IF (SELECT count(*) FROM ${table}) <> ${number} THEN RAISE EXCEPTION 'seen'; END IF; END $$`;
  test.each(TABLES)('nothing of an account is seen: %s', async (table) => {
    const attempt = (...say: string[]): Attempt => ({ ...WEB, before: held, say });
    expect(await outcomeOf(superuser, attempt(seen(table, 0)), [])).toBeUndefined();
    expect((await outcomeOf(superuser, attempt(seen(table, 0)), [policy(table, 'holder')]))?.message).toBe('seen');
    expect(await outcomeOf(superuser, attempt(enter, seen(table, 1)), [])).toBeUndefined();
  });

  test.each(TABLES)('nothing of it is deleted: %s', async (table) => {
    const gone = `DO $$ BEGIN DELETE FROM ${table}; IF FOUND THEN RAISE EXCEPTION 'gone'; END IF; END $$`;
    expect(await outcomeOf(superuser, { ...WEB, before: held, say: [gone] }, [])).toBeUndefined();
    const without = await outcomeOf(superuser, { ...WEB, before: held, say: [gone] }, [policy(table, 'holder')]);
    expect(without?.message).toMatch(/gone|foreign key/);
  });

  test.each([
    ['that has ended', session(undefined, "now() - interval '1 second'"), enter],
    ['whose token is another', session(), enter.replace(TOKEN, 'another')],
    ['of which only the digest is known', session(), enter.replace(`'${TOKEN}'`, 'NULL')],
  ])('a session %s lets nobody in', async (_what, one, say) => {
    const error = await outcomeOf(superuser, { ...WEB, before: [one], say: [say] }, []);
    expect(error).toMatchObject({ code: '42501', constraint: 'session_over' });
  });

  test('what a setting says is believed by nobody', async () => {
    const forged = `SELECT set_config('xinheng.holder', repeat('0', 64) || '${subject}', true)`;
    const attempt = { ...WEB, before: held, say: [forged, seen('account', 0)] };
    expect(await outcomeOf(superuser, attempt, [])).toBeUndefined();
  });

  test('a code that somebody shows lets ask about them, and only who has the code itself', async () => {
    const by = (words: string) => `SELECT enter_by_code('${words}')`;
    const asked = (words: string, number: number) => ({
      ...WEB,
      before: held,
      say: [by(words), seen('contribution', number)],
    });
    expect(await outcomeOf(superuser, asked(CODE, 1), [])).toBeUndefined();
    for (const words of ['benefit:AAAA', createHash('sha256').update(CODE).digest('hex')])
      expect(await outcomeOf(superuser, asked(words, 0), [])).toBeUndefined();
  });
});

describe('what the platform tells is written by whoever takes deliveries', () => {
  const provider = randomUUID();
  const known = insert('provider', { provider_id: provider, position: 1, received_at: NOW });
  test.each<[string, string, string]>([
    ['contribution', 'INSERT', contribution],
    ['contribution', 'UPDATE', 'UPDATE contribution SET position = 9'],
    ['provider', 'INSERT', known],
    ['provider', 'UPDATE', "UPDATE provider SET name = '测', uscc = '91410199MX00000001'"],
    [
      'provider_account',
      'INSERT',
      insert('provider_account', { digest: hash('me'), provider_id: provider, kind: 'staff' }),
    ],
    ['benefit_offer', 'DELETE', 'DELETE FROM benefit_offer'],
    ['inbox_epoch', 'UPDATE', 'UPDATE inbox_epoch SET position = 9'],
    ['rules_enactment', 'INSERT', insert('rules_enactment', { digest: 'd', rules: {}, enacted_at: NOW })],
  ])('%s: %s', async (table, right, say) => {
    const before =
      table === 'contribution' ? [text, receipt, account, session()] : table === 'provider_account' ? [known] : [];
    const entering = table === 'contribution' ? [enter] : [];
    await refusedOnlyBy(superuser, grant(table, right), { ...WEB, before, say: [...entering, say] });
  });
});
