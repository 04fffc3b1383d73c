/** After an account is closed nothing in the points database leads from the person to what was verified, shown or looked at: every join is tried. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { aboutOf, documentOf, Sessions, sessionOwner } from '#runtime/http/sessions.ts';
import { CITIZEN_SESSION } from '#runtime/systems/system.ts';
import { benefitCodes, EXCELLENT } from '../../../tests/support/benefit-codes.ts';
import { tookAll } from '../../../tests/support/deliveries.ts';
import { receiveAtPoints as receive } from '../../../tests/support/inbox.ts';
import {
  everyRow,
  type JoinableRow,
  joinableValues,
  reachedFrom,
  spreadNumbers,
} from '../../../tests/support/joins.ts';
import type { TestPoints } from '../../../tests/support/points-accounts.ts';
import { openPoints, testClock } from '../../../tests/support/systems.ts';
import { showCode, takeBackCode, verifyCode } from '../benefits/service.ts';
import { deliver } from '../exchange/outbox.ts';
import type { CitizenClaims, SignedInProvider } from '../http.ts';
import { closeAccount, exportAccount, viewAccount, viewBenefits, viewHistory, viewRuleNotices } from './service.ts';

const clock = testClock('2020-05-20T02:00:00.123Z');
let points: TestPoints;
let library: SignedInProvider;
const { someone, open, published, provider, show } = benefitCodes(() => points, clock);

beforeAll(async () => {
  points = await openPoints(clock);
  await spreadNumbers(points.owner);
  library = await provider('library');
});
afterAll(async () => points?.close());

const sessions = () =>
  new Sessions<CitizenClaims>(points.database, CITIZEN_SESSION, clock, {
    whose: (citizen) => sessionOwner(points.context.keyring, 'points', documentOf(citizen)),
    entering: (citizen, token) => ({ about: aboutOf(token, vouchedSubject(points.context.keyring, citizen)) }),
  });

/** Each call at an instant of its own, as requests are; within a call the clock stands still, so that what it wrote is joinable. */
async function step<T>(work: () => Promise<T>): Promise<T> {
  const done = await work();
  clock.forward(5_001);
  return done;
}

const delivered = () => step(() => deliver(points.context, async (_to, message) => tookAll(message)));
const asked = async (citizen: CitizenClaims) => {
  const { code } = await step(() => show(citizen, {}));
  const { answer } = await step(() =>
    verifyCode(points.context, { ...library, requestId: randomUUID() }, { benefit: 'library', code }),
  );
  expect(answer).toBe('yes');
};

/** All an account can see in its life; answers what is known of the person afterwards, to themself and to the platform. */
async function life(): Promise<{ citizen: CitizenClaims; known: Set<string> }> {
  const citizen = someone();
  await step(() => open(citizen));
  const token = await step(() => sessions().start(citizen));
  await delivered();
  for (let record = 0; record < 2; record++) await step(() => receive(points.context, published(citizen, EXCELLENT)));
  const caller = () => ({ citizen, requestId: randomUUID() });
  await step(() => viewAccount(points.context, caller()));
  await step(() => viewBenefits(points.context, caller()));
  await step(() => viewHistory(points.context, caller()));
  await step(() => viewRuleNotices(points.context, caller()));
  await step(() => exportAccount(points.context, caller()));
  await step(() => sessions().open(token));
  await asked(citizen);
  await asked(citizen);
  await step(() => showCode(points.context, caller(), { consent: true, benefit: 'library' }));
  await step(() => takeBackCode(points.context, caller()));
  const subject = vouchedSubject(points.context.keyring, citizen);
  const { rows } = await points.owner.query(
    'SELECT to_jsonb(r) AS receipt FROM consent_receipt r WHERE subject_key = $1',
    [subject],
  );
  const session = `\\x${createHash('sha256').update(token).digest('hex')}`;
  return { citizen, known: new Set([subject, session, ...joinableValues(rows)]) };
}

/** What stands in rows of others as well: words, providers, the text agreed to. One who led the same life has left them. */
async function common(): Promise<Set<string>> {
  const { citizen } = await life();
  await step(() => closeAccount(points.context, { citizen }));
  await delivered();
  return new Set((await everyRow(points.owner)).flatMap(({ values }) => [...values]));
}

const nameOf = ({ table, row }: JoinableRow) =>
  [table, row['action'] ?? row['type'] ?? ''].filter((part) => part !== '').join(' ');
const namesOf = (rows: readonly JoinableRow[]) => [...new Set(rows.map(nameOf))].sort();

describe('what leads from a person to rows of the points database', () => {
  test('while the account is open: all that was asked and shown, so the search does find what is there', async () => {
    const everybodys = await common();
    const { known } = await life();
    const reached = namesOf(reachedFrom(await everyRow(points.owner), known, everybodys));
    expect(reached).toEqual(
      expect.arrayContaining([
        'account',
        'account_trail',
        'audit_entry account.opened',
        'audit_entry benefit.code_shown',
        'audit_entry benefit.verified',
        'contribution',
        'verification',
      ]),
    );
  });

  test('after it is closed: the receipts, that they were told, and the entries of opening and closing', async () => {
    const everybodys = await common();
    const { citizen, known } = await life();
    const closed = await step(() => closeAccount(points.context, { citizen, requestId: randomUUID() }));
    await delivered();
    const all = await everyRow(points.owner);
    const reached = reachedFrom(all, [...known, ...joinableValues(closed)], everybodys);
    expect(namesOf(reached)).toEqual([
      'audit_digest', // of the receipts and of what was told of them
      'audit_entry account.closed',
      'audit_entry account.opened',
      'audit_entry delivery.acknowledged',
      'closing_receipt',
      'delivery_attempt',
      'graphile_worker._private_jobs',
      'outbox xinheng.account.closed',
      'outbox xinheng.account.opened',
      'recipient_standing',
      'session',
    ]);
    expect(reached.filter(({ table }) => table === 'closing_receipt')).toHaveLength(1);
    // what was done is still in the log, and nobody’s
    const verified = all.filter((row) => nameOf(row) === 'audit_entry benefit.verified');
    expect(verified.length).toBeGreaterThan(1);
    const subject = vouchedSubject(points.context.keyring, citizen);
    expect(all.filter(({ values }) => values.has(subject)).map(nameOf)).toEqual(['closing_receipt']);
  });

  test.each([
    ['by a receipt in an entry', `'{}'::jsonb || jsonb_build_object('receiptId', $1::text)`, 'now()'],
    ['by the very instant', `'{}' || jsonb_build_object('n', $1::text IS NULL)`, '$2::timestamptz'],
  ])('a join %s would be found', async (_how, detail, at) => {
    const everybodys = await common();
    const { citizen, known } = await life();
    const closed = await step(() => closeAccount(points.context, { citizen }));
    const { rows } = await points.owner.query<{ id: number }>(
      `INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, detail)
       SELECT coalesce(${at}, $2::timestamptz), 'provider', 'p', 'benefit.verified', true, ${detail} RETURNING id`,
      [closed.consentReceiptId, closed.closedAt],
    );
    const reached = reachedFrom(await everyRow(points.owner), [...known, ...joinableValues(closed)], everybodys);
    expect(reached.map(({ row }) => row['id'])).toContain(Number(rows[0]?.id));
  });

  test('telling everybody of new rules leaves nobody’s key behind', async () => {
    await open(someone());
    await points.owner.query(
      `INSERT INTO rules_enactment (digest, rules, enacted_at) VALUES ('a', '{}', now()), ('b', '{}', now())`,
    );
    const last = `SELECT max(sequence) FROM rules_enactment`;
    await expect(
      points.owner.query(
        `UPDATE rules_enactment SET told_until = gen_random_uuid(), finished_at = now() WHERE sequence = (${last})`,
      ),
    ).rejects.toThrow(/told_while_telling/);
  });
});
