/** Editions over real HTTP on loopback: they reach the site whole and without a person, and both sides are compared. */

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EditionManifest, editionDigest } from '#contracts/exchange.ts';
import { transact } from '#platform/access/transaction.ts';
import { deliver, deliverEdition, reconcile } from '#platform/exchange/index.ts';
import { creditOffice, logged, START, system, TestExchange, waiting } from './support/exchange.ts';
import { inventedUscc } from './support/people.ts';
import { ref } from './support/refs.ts';

const exchange = new TestExchange();
const { clock, secrets, address, deliverAll, toReceivers, holdingsOf } = exchange;
let platform: TestExchange['platform'];

beforeAll(async () => {
  ({ platform } = await exchange.start());
});
afterAll(() => exchange.close());
afterEach(() => clock.set(START));

/** As if it had been prepared, signed and published: only an edition that there is leaves the platform. */
async function published(content: EditionManifest): Promise<void> {
  await platform.owner.query('BEGIN');
  await platform.owner.query("SET LOCAL session_replication_role = 'replica'");
  await platform.owner.query(
    `INSERT INTO edition (list, number, round_id, published_at, published_by, manifest, digest)
     VALUES ($1, $2::int, $2::int, $3, gen_random_uuid(), $4, sha256(''))
     ON CONFLICT (list, number) DO UPDATE SET manifest = excluded.manifest`,
    [content.list, content.number, clock(), JSON.stringify(content)],
  );
  await platform.owner.query('COMMIT');
}

async function send(content: EditionManifest): Promise<void> {
  await published(content);
  await transact(platform.database, system, async (tx) => {
    await deliverEdition(tx, platform.context, content, editionDigest(content));
    await logged(tx, clock());
  });
}

describe('an edition', () => {
  test('reaches the site whole, large ones too, and both sides agree', async () => {
    const content = manifest(1, 5_000);
    await send(content);
    await deliverAll();
    const shown = (await (await fetch(`${address.site}/api/site/v1/editions/red/1`)).json()) as {
      digest: string;
      manifest: EditionManifest;
    };
    expect(editionDigest(shown.manifest)).toBe(editionDigest(content));
    expect(await reconcile(platform.context, 'site', await holdingsOf('site', secrets.site))).toMatchObject({
      matches: true,
      held: { count: 1 },
    });
  });

  test('is reconciled by the credit office, on the record; nobody else may, and a receiver that is away is named', async () => {
    const ask = (recipient: string, headers: Record<string, string> = { 'x-test-actor': 'credit-office' }) =>
      fetch(`${address.platform}/exchange/reconcile`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ recipient }),
      });
    const answer = await ask('site');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ recipient: 'site', matches: true, held: { count: 1 } });
    const { rows } = await platform.owner.query(
      "SELECT action FROM audit_entry WHERE action LIKE 'exchange.%' AND actor_id = $1",
      [creditOffice.id],
    );
    expect(rows).toEqual([{ action: 'exchange.reconciled' }]);
    expect((await ask('site', {})).status).toBe(401);
    expect((await ask('nowhere')).status).toBe(400);
    const reached = address.site;
    address.site = '';
    const silent = await ask('site');
    address.site = reached;
    expect(silent.status).toBe(503);
    expect(((await silent.json()) as { detail: string }).detail).toContain('信用公示网站');
  });

  test('with a person in it never leaves the platform: the transaction that would send it fails', async () => {
    const content = manifest(9, 1);
    Object.assign(content.entries[0] ?? {}, { documentNumber: '410199198506150011' });
    const attempt = send(content);
    await expect(attempt).rejects.toThrow();
    expect(await waiting(platform.owner)).toEqual([]);
  });

  test('refused for good by the site: recorded, visible to the credit office, not tried again by itself, sent again on request', async () => {
    const other = manifest(1, 1);
    await send(other);
    const [id] = await waiting(platform.owner);
    expect(await deliver(platform.context, 'site', toReceivers)).toMatchObject({ refused: 1 });
    const headers = { 'x-test-actor': 'credit-office' };
    const seen = (await (await fetch(`${address.platform}/exchange/deliveries?state=refused`, { headers })).json()) as {
      items: { id: string; detail: string }[];
    };
    expect(seen.items).toMatchObject([{ id, state: 'refused' }]);
    expect(seen.items[0]?.detail).toContain('已发布');
    const jobs = async () =>
      (await platform.owner.query(`SELECT FROM graphile_worker.jobs WHERE key LIKE 'deliver:site:%'`)).rowCount ?? 0;
    const before = await jobs();
    const again = await fetch(`${address.platform}/exchange/deliveries/${id}/resend`, { method: 'POST', headers });
    expect(again.status).toBe(202);
    const due = await platform.owner.query(`SELECT FROM outbox_due d JOIN outbox o USING (position) WHERE o.id = $1`, [
      id,
    ]);
    expect(due.rowCount).toBe(1);
    expect(await jobs()).toBe(1 + before);
    expect((await fetch(`${address.platform}/exchange/deliveries`)).status).toBe(401);
    expect(
      (await fetch(`${address.platform}/exchange/deliveries/${randomUUID()}/resend`, { method: 'POST', headers }))
        .status,
    ).toBe(404);
  });
});

function manifest(number: number, count: number): EditionManifest {
  return {
    list: 'red',
    title: '红榜',
    number,
    clause: ref('3.2'),
    publishedOn: '2020-05-20',
    noticeFrom: '2020-05-08',
    noticeUntil: '2020-05-15',
    signedBy: [{ department: '市信用办', signedAs: 'office', on: '2020-05-20' }],
    event: { id: ref('epidemic-ended'), effectiveOn: '2020-05-06', documentNumber: '测9号' },
    entries: Array.from({ length: count }, (_, index) => ({
      entryId: randomUUID(),
      uscc: inventedUscc(index),
      name: `测试${index}公司`,
      recordId: randomUUID(),
      ground: ref('3.2.1'),
      groundTitle: '完成任务',
      matter: '事项',
      department: '市工业和信息化局',
      zone: null,
      determinedOn: '2020-04-01',
      validUntil: null,
    })),
  };
}
