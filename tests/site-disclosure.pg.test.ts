/**
 * What the platform tells the public site of organisations, from determination to page: good records that are for everybody, nothing
 * adverse, nothing about a person or a sole trader; corrected, marked and withdrawn in the transaction of the change; the directory in pieces.
 */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeliveredRecord } from '#contracts/envelope.ts';
import { ORGANISATIONS_PER_MESSAGE } from '#contracts/exchange.ts';
import type { RecordChange } from '#contracts/vocabulary.ts';
import { determineBatch, reviewBatch } from '#platform/determination/index.ts';
import { deliver, discloseEarlierRecords, reconcile, sendDirectory } from '#platform/exchange/index.ts';
import { withdrawExpired } from '#platform/registry/index.ts';
import { holdings, takeDelivery } from '#site/inbox/service.ts';
import { Finder } from '#site/search/finder.ts';
import { changeRecord } from './support/change-record.ts';
import { inOrder, straightTo } from './support/deliveries.ts';
import { determinedCase } from './support/determined-case.ts';
import { inventedResidentId, inventedUscc } from './support/people.ts';
import { createPlatform, type TestPlatform } from './support/platform.ts';
import { ref } from './support/refs.ts';
import { SITE_TABLES } from './support/site-messages.ts';
import { openSite } from './support/systems.ts';

let platform: TestPlatform;
let site: Awaited<ReturnType<typeof openSite>>;
let finder: Finder;

beforeAll(async () => {
  platform = await createPlatform();
  site = await openSite(platform.clock);
  finder = new Finder(site.context);
});
afterAll(async () => {
  await platform?.close();
  await site?.close();
});
beforeEach(async () => {
  await deliverAll();
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await site.owner.query('SET session_replication_role = origin');
});

const toSite = straightTo('site', (delivery) => takeDelivery(site.context, delivery));
const reversed = inOrder(toSite, (records) => records.reverse());

async function waiting(): Promise<{ id: string; type: string; data: Record<string, unknown> }[]> {
  const { rows } = await platform.owner.query(
    `SELECT id, type, data FROM outbox o WHERE recipient = 'site' AND NOT EXISTS (
       SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld')) ORDER BY position`,
  );
  return rows;
}
async function deliverAll(send = toSite): Promise<void> {
  await deliver(platform.context, 'site', send);
}
const standing = (subject: number) => finder.standing(inventedUscc(subject));

let subjects = 700;
const company = () => {
  subjects += 1;
  return subjects;
};
const change = (
  caseId: string,
  what: RecordChange,
  corrected?: { matter?: string; organisationName?: string },
  who = 'healthDeterminer',
) => {
  const [batchId = '', row] = caseId.split('-');
  return changeRecord(
    platform.context,
    platform.actors[who]!,
    { batchId, rowNumber: Number(row) },
    {
      ...{ change: what, reason: '依据变化', basis: '复核决定书', corrected },
    },
  );
};

describe('good records of organisations', () => {
  const competent = async () => {
    const subject = company();
    const caseId = await determinedCase(platform, { kind: '3.2.1', subject });
    return { caseId, subject };
  };

  test('determined: told in the same transaction, with area; a message that could not be delivered undoes the determination', async () => {
    const { subject } = await competent();
    expect((await waiting()).map((row) => row.type)).toEqual(['xinheng.organisation-records.published']);
    await deliverAll();
    expect(await standing(subject)).toMatchObject({
      registered: false,
      records: [{ kind: ref('3.2.1'), department: '市卫生健康委员会', objection_open: false }],
    });
  });

  test('a batch: one message for all its organisations, none for its people', async () => {
    const { actors, report, context } = platform;
    const [first, second] = [company(), company()];
    const caseId = await report({ kind: '3.2.1', subject: first });
    await report({ kind: '3.2.1', subject: second, sameBatchAs: caseId });
    const people = await report({});
    for (const batch of [caseId, people].map((id) => id.split('-')[0]!)) {
      await reviewBatch(context, actors['healthReviewer']!, batch);
      await determineBatch(context, actors['healthDeterminer']!, batch);
    }
    const told = await waiting();
    expect(told.map((row) => row.type)).toEqual(['xinheng.organisation-records.published']);
    expect(told[0]?.data['records']).toHaveLength(2);
    await deliverAll();
    expect((await standing(first))?.records).toHaveLength(1);
    expect((await standing(second))?.records).toHaveLength(1);
  });

  test('an adverse record, public by the catalogue, is not told outside a list; nor when relief begins or ends', async () => {
    expect(platform.context.policy.kind(ref('3.3.1')).lifecycle.disclosureMode).toBe('public');
    const subject = company();
    const caseId = await determinedCase(platform, { kind: '3.3.1', subject });
    for (const what of ['held', 'released', 'objection-opened'] as const)
      await change(caseId, what, undefined, 'policeDeterminer');
    expect(await waiting()).toEqual([]);
    expect(await standing(subject)).toBeUndefined();
  });

  test('objection: marked from the same transaction, unmarked when closed', async () => {
    const { caseId, subject } = await competent();
    await change(caseId, 'objection-opened');
    await deliverAll();
    expect((await standing(subject))?.records).toMatchObject([{ objection_open: true }]);
    await change(caseId, 'objection-closed');
    await deliverAll();
    expect((await standing(subject))?.records).toMatchObject([{ objection_open: false }]);
  });

  test('corrected: the new words and the new name, whatever order the messages come in', async () => {
    const { caseId, subject } = await competent();
    await change(caseId, 'corrected', { matter: '更正后的事项', organisationName: '更正名称测试公司' });
    await deliverAll(reversed);
    expect(await standing(subject)).toMatchObject({ name: '更正名称测试公司', records: [{ matter: '更正后的事项' }] });
  });

  test('revoked: gone, whatever order the messages come in, and however often', async () => {
    const { caseId, subject } = await competent();
    await change(caseId, 'revoked');
    let seen: DeliveredRecord[] = [];
    await deliverAll(
      inOrder(toSite, (records) => {
        seen = records.reverse();
        return [...seen, ...seen];
      }),
    );
    expect(seen.length).toBeGreaterThan(1);
    expect(await standing(subject)).toBeUndefined();
  });

  test('expired: the site hides it by date, and is told as well', async () => {
    const { subject } = await competent();
    await platform.owner.query('SET session_replication_role = replica');
    await platform.owner.query("UPDATE record SET valid_until = '2020-03-20' WHERE uscc = $1", [inventedUscc(subject)]);
    await platform.owner.query('SET session_replication_role = origin');
    platform.clock.set('2020-03-24T01:00:00Z');
    await withdrawExpired(platform.context);
    expect((await waiting()).map((row) => row.type)).toContain('xinheng.organisation-record.withdrawn');
    await deliverAll();
    expect(await standing(subject)).toBeUndefined();
  });

  test('determined before there was anything to tell: told at the next start, once', async () => {
    const { subject } = await competent();
    await deliverAll();
    await platform.owner.query('SET session_replication_role = replica');
    await platform.owner.query('DELETE FROM site_disclosure');
    await platform.owner.query('SET session_replication_role = origin');
    const told = await discloseEarlierRecords(platform.context);
    expect(told).toBeGreaterThan(0);
    expect(await discloseEarlierRecords(platform.context)).toBe(0);
    await deliverAll();
    expect((await standing(subject))?.records).toHaveLength(1);
  });
});

describe('the directory', () => {
  const put = (rows: readonly (readonly [string, string, string | null, string | null])[]) =>
    platform.owner.query(
      `INSERT INTO organisation_directory AS d (uscc, name, comparison_name, area, zone, verdict, source, imported_at)
       SELECT uscc, name, name, area, zone, 'valid', 'test', now() FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (uscc, name, area, zone)
       ON CONFLICT (uscc) DO UPDATE SET name = excluded.name, revision = nextval('directory_revision')`,
      [0, 1, 2, 3].map((column) => rows.map((row) => row[column])),
    );

  test('goes in pieces, once, and then what changed; sole traders and names with an identity number stay behind', async () => {
    const count = ORGANISATIONS_PER_MESSAGE + 5;
    const rows = Array.from(
      { length: count },
      (_, index) => [inventedUscc(10_000 + index), `名录测试${index}公司`, '郑州市金水区', null] as const,
    );
    await put(rows);
    await put([
      [`92${inventedUscc(20_000).slice(2)}`, '某某餐馆', null, null],
      [inventedUscc(20_001), `测试${inventedResidentId('1985-06-15', 3)}公司`, null, null],
      [inventedUscc(20_002), '名录测试航空港公司', null, 'airport'],
    ]);
    expect(await sendDirectory(platform.context)).toBe(count + 1);
    expect(await sendDirectory(platform.context)).toBe(0);
    const told = await waiting();
    expect(told.map((row) => (row.data['organisations'] as unknown[]).length)).toEqual([ORGANISATIONS_PER_MESSAGE, 6]);
    expect(JSON.stringify(told)).not.toMatch(/某某餐馆|"92|19850615/);
    await deliverAll(reversed);
    expect((await site.owner.query('SELECT FROM organisation WHERE registered')).rowCount).toBe(count + 1);
    expect(await finder.standing(inventedUscc(10_003))).toMatchObject({
      name: '名录测试3公司',
      area: '410105',
      registered: true,
    });
    expect(await finder.standing(inventedUscc(20_002))).toMatchObject({ area: 'airport' });

    await put([[inventedUscc(10_003), '名录更名公司', null, null]]);
    expect(await sendDirectory(platform.context)).toBe(1);
    await deliverAll();
    expect(await finder.standing(inventedUscc(10_003))).toMatchObject({ name: '名录更名公司' });
    expect((await site.owner.query('SELECT FROM organisation WHERE registered')).rowCount).toBe(count + 1);
  });

  test('two at once send nothing twice', async () => {
    await put([[inventedUscc(30_000), '名录同时公司', null, null]]);
    const [one, other] = await Promise.all([sendDirectory(platform.context), sendDirectory(platform.context)]);
    expect(one + other).toBe(1);
  });
});

test('reconciled: what the site holds is what it acknowledged; a row lost there shows', async () => {
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await platform.owner.query('SET session_replication_role = replica');
  await platform.owner.query('TRUNCATE delivery_attempt, outbox CASCADE');
  for (const client of [site.owner, platform.owner]) await client.query('SET session_replication_role = origin');

  const { caseId } = await determinedThree();
  await platform.owner.query("UPDATE organisation_directory SET revision = nextval('directory_revision')");
  await sendDirectory(platform.context);
  await change(caseId, 'revoked');
  await deliverAll(reversed);
  expect(await reconcile(platform.context, 'site', await holdings(site.context))).toMatchObject({ matches: true });
  await site.owner.query('DELETE FROM organisation WHERE uscc = $1', [inventedUscc(10_003)]);
  expect(await reconcile(platform.context, 'site', await holdings(site.context))).toMatchObject({ matches: false });
});

async function determinedThree(): Promise<{ caseId: string }> {
  const cases = [];
  for (let index = 0; index < 3; index++)
    cases.push(await determinedCase(platform, { kind: '3.2.1', subject: company() }));
  return { caseId: cases[0]! };
}
