/** no-person-in-public: no column could hold a natural person, and whatever names one is refused at the door. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudEvent } from '#contracts/webhook.ts';
import { receiveAtSite as receive } from '../../tests/support/inbox.ts';
import { inventedResidentId } from '../../tests/support/people.ts';
import { edition, entry, event, goodRecord, manifest, notice, records } from '../../tests/support/site-messages.ts';
import { siteServer } from '../../tests/support/site-server.ts';
import { openSite, testClock } from '../../tests/support/systems.ts';

let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(testClock('2020-05-20T02:00:00Z'));
  app = await siteServer(site.context);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const take = (message: CloudEvent) => receive(site.context, message);
const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });

let number = 50;

describe('no-person-in-public', () => {
  test('every column is known by name and purpose; none could hold a person', async () => {
    const { rows } = await site.owner.query<{ column: string; type: string }>(
      `SELECT table_name || '.' || column_name AS column, coalesce(domain_name, data_type) AS type FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name NOT LIKE 'schema_migration%' ORDER BY 1`,
    );
    const texts = rows.filter(
      (row) => !['integer', 'bigint', 'date', 'uuid', 'timestamp with time zone', 'boolean'].includes(row.type),
    );
    const entryTexts = (table: string) =>
      [
        ...['department', 'ground', 'ground_title', 'matter', 'name', 'uscc', 'zone'],
        ...['document_authority', 'document_number', 'document_type'],
      ].map((column) => `${table}.${column}`);
    expect(texts.map((row) => row.column).sort()).toEqual(
      [
        'edition.clause',
        'edition.digest',
        'edition.event',
        'edition.event_document_number',
        'edition.list',
        'edition.title',
        ...entryTexts('edition_entry'),
        'edition_entry.list',
        'edition_member.change',
        'edition_member.list',
        'edition_signature.department',
        'edition_signature.list',
        'edition_signature.signed_as',
        ...['area', 'clause', 'department', 'kind', 'matter', 'name', 'title', 'uscc'].map(
          (column) => `good_record.${column}`,
        ),
        ...['area', 'initials', 'name', 'search_name', 'uscc'].map((column) => `organisation.${column}`),
        'inbox_epoch.sender', // a system
        'inbox_message.message_id',
        'inbox_message.type',
        'installation.fingerprint', // of the keyring: which installation this database belongs to
        'job_kind.kind', // what enqueue takes
        // what the lists are called, from the pack
        ...['id', 'notice', 'plain_title', 'plain_title_en', 'polarity', 'title', 'title_en'].map(
          (column) => `list.${column}`,
        ),
        'notice.list',
        'notice.round_id',
        'notice.title',
        ...entryTexts('notice_entry'),
        'notice_entry.round_id',
        'notice_turn.round_id',
        'notice_turn.turn',
        'organisation_change.uscc',
        ...['code_hash', 'content_digest', 'items', 'uscc'].map((column) => `organisation_report.${column}`),
        'public_kind.kind', // of the catalogue
        'punctuality.department', // a body; counts of at least ten
        'punctuality.month',
        'punctuality.step',
        'punctuality_month.month',
        'subscription.address', // of a program; no account, no name stands beside it
        'subscription.host',
        'subscription.uscc',
        'withdrawn_entry.reason', // one of four words
        'withdrawn_record.reason',
      ].sort(),
    );
    const codes = texts.filter((row) => row.column.endsWith('.uscc')).map((row) => row.type);
    expect([...new Set(codes)].sort()).toEqual(['business_code', 'organisation_code']);
    expect(rows.map((row) => row.type)).not.toContain('jsonb');
  });

  test.each([
    ['a subject key', { subjectKey: randomUUID() }],
    ['a legal representative', { legalRepresentative: '甄选' }],
    ['a document number', { documentNumber: inventedResidentId('1985-06-15', 1) }],
  ])('an entry with %s is refused with the whole list', async (_what, extra) => {
    const content = manifest([entry(1), { ...entry(2), ...extra }]);
    await expect(take(edition(content))).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(take(notice([{ ...entry(2), ...extra }]))).rejects.toMatchObject({ code: 'request.invalid' });
    expect((await get('/lists/red/1')).statusCode).toBe(404);
  });

  test('a resident id in the place of the code is refused, also where it passes as a credit code', async () => {
    for (let order = 1; order < 400; order++) {
      const content = manifest([entry(1, { uscc: inventedResidentId('1985-06-15', order) })]);
      await expect(take(edition(content))).rejects.toMatchObject({ code: 'request.invalid' });
    }
  });

  test.each([
    ['name', { name: `某某公司负责人${inventedResidentId('1985-06-15', 7)}捐赠` }],
    ['matter', { matter: `负责人 ${inventedResidentId('1985-06-15', 7)} 捐赠` }],
    ['department', { department: `市局${inventedResidentId('1985-06-15', 7)}` }],
  ])(
    'an entry with a resident id within its %s is held back; the signed list is shown without it',
    async (_where, wrong) => {
      const [good, bad] = [entry(41), entry(42, wrong)];
      number += 1;
      await take(edition(manifest([good, bad], { number })));
      const page = (await get(`/lists/red/${number}`)).body;
      expect(page).toContain(good.uscc);
      expect(page).not.toContain(bad.uscc);
      const { rows } = await site.owner.query('SELECT FROM edition_entry WHERE entry_id = $1', [bad.entryId]);
      expect(rows).toEqual([]);
    },
  );

  test('a record of good information with one is refused whole', async () => {
    const wrong = goodRecord(43, { matter: `负责人${inventedResidentId('1985-06-15', 7)}捐赠` });
    await expect(take(records(wrong))).rejects.toMatchObject({
      said: { zh: expect.stringMatching(/第 1 项写有证件号码/), en: expect.any(String) },
    });
  });

  test('messages about people are not for the site', async () => {
    await expect(take(event('xinheng.record.published', {}))).rejects.toMatchObject({ code: 'delivery.unknown_type' });
  });
});
