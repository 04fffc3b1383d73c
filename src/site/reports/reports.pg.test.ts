/** Reports about organisations: what the site shows, signed, checkable by code and offline, and silent about what has left since. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram } from '#runtime/cli/main.ts';
import { tempFolder } from '../../../tests/support/files.ts';
import { receiveAtSite as receive } from '../../../tests/support/inbox.ts';
import {
  directory,
  edition,
  entry,
  goodRecord,
  manifest,
  mark,
  records,
  registered,
  SITE_TABLES,
  withdrawal,
} from '../../../tests/support/site-messages.ts';
import { siteServer } from '../../../tests/support/site-server.ts';
import { DAY, openSite, testClock } from '../../../tests/support/systems.ts';
import { pemOf, publicationKey } from '../publication/key.ts';
import { signPdf, verifyPdf } from './signed-pdf.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const temp = tempFolder();
const key = publicationKey(randomBytes(32).toString('base64'));
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context, { key });
});
afterAll(async () => {
  await app?.close();
  await site?.close();
  temp.remove();
});
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}, organisation_report`);
  await site.owner.query('SET session_replication_role = origin');
});

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
const issue = (uscc: string) => app.inject({ method: 'POST', url: `/api/site/v1/organisations/${uscc}/reports` });
const check = async (code: string) => (await app.inject(`/api/site/v1/reports/${encodeURIComponent(code)}`)).json();
const pageOf = async (code: string) => app.inject(`/verify/${code}`);

const one = entry(1, { zone: '郑东新区', validUntil: '2022-05-17' });
async function issued(): Promise<string> {
  await take(edition(manifest([one, entry(2)])));
  await take(records(goodRecord(1)));
  return String((await issue(one.uscc)).headers['x-report-code']);
}

describe('a report', () => {
  test('is a signed PDF, the same on the same day, from the page’s form as from the interface', async () => {
    const code = await issued();
    const [api, form] = [
      await issue(one.uscc),
      await app.inject({
        method: 'POST',
        url: `/organisations/${one.uscc}/report`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    ];
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(form.headers['content-type']).toBe('application/pdf');
    expect(form.headers['content-disposition']).toBe(`attachment; filename="credit-report-${code}.pdf"`);
    expect(form.rawPayload.equals(api.rawPayload)).toBe(true);
    expect(form.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect(verifyPdf(form.rawPayload, key.publicKey)).toMatchObject({ fits: true });
    expect((await site.owner.query('SELECT FROM organisation_report')).rowCount).toBe(1);
  });

  test('changed in any one place it no longer fits; nor with another key, nor without its signature', async () => {
    await issued();
    const { rawPayload } = await issue(one.uscc);
    for (let place = 0; place < rawPayload.length; place += Math.ceil(rawPayload.length / 97)) {
      const changed = Buffer.from(rawPayload);
      changed[place] = changed[place]! ^ 1;
      expect(verifyPdf(changed).fits, String(place)).toBe(false);
    }
    expect(verifyPdf(Buffer.concat([rawPayload, Buffer.from('more')])).fits).toBe(false);
    expect(verifyPdf(rawPayload.subarray(0, -50)).fits).toBe(false);
    expect(verifyPdf(rawPayload, publicationKey(randomBytes(32).toString('base64')).publicKey).fits).toBe(false);
    expect(verifyPdf(Buffer.alloc(0)).fits).toBe(false);
  });

  test('`xinheng report verify` tells so without a network', async () => {
    await issued();
    const { rawPayload } = await issue(one.uscc);
    writeFileSync(temp.path('report.pdf'), rawPayload);
    writeFileSync(temp.path('key.pem'), pemOf(key.publicKey));
    writeFileSync(temp.path('forged.pdf'), Buffer.concat([Buffer.from('x'), rawPayload]));
    const forger = publicationKey(randomBytes(32).toString('base64'));
    writeFileSync(temp.path('anybodys.pdf'), signPdf(Buffer.from('%PDF-1.7\n% issued by nobody\n'), forger));
    const said: string[] = [];
    const run = async (...words: string[]) => {
      let code = -1;
      const exit = (given: number) => {
        code = given;
      };
      const io = { out: (line: string) => void said.push(line), err: () => undefined, exit };
      await buildProgram(io).parseAsync(['node', 'xinheng', 'report', 'verify', ...words]);
      return code;
    };
    expect(await run(temp.path('report.pdf'), '--key', temp.path('key.pem'))).toBe(0);
    expect(await run(temp.path('forged.pdf'))).toBe(1);
    expect(await run(temp.path('nowhere.pdf'))).toBe(2);
    // without the site's key a forger's file and the site's are the same: unchanged, and nobody knows whose
    said.length = 0;
    for (const file of ['report.pdf', 'anybodys.pdf']) expect(await run(temp.path(file)), file).toBe(3);
    expect(said.join('\n')).toContain('签名人未经确认');
    expect(said.join('\n')).not.toContain('相符：');
    expect(await run(temp.path('anybodys.pdf'), '--key', temp.path('key.pem'))).toBe(1);
  });

  test('for a code about which nothing is shown there is none', async () => {
    for (const code of [entry(77).uscc, '000', "' OR 1=1 --", '../../etc/passwd']) {
      const answer = await issue(encodeURIComponent(code));
      expect([answer.statusCode, answer.headers['cache-control']], code).toEqual([404, 'no-store']);
    }
  });
});

describe('its code', () => {
  test('tells that it was issued, when, and that it still holds; typed as people type', async () => {
    const code = await issued();
    const typed = ` ${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `;
    for (const form of [code, typed])
      expect(await check(form)).toEqual({
        ...{ code, uscc: one.uscc, name: one.name, issuedAt: '2020-05-20T02:00:00.000Z', holds: true },
        since: { gone: 0, changed: 0, added: 0 },
      });
    const page = await pageOf(code);
    expect(page.body).toContain('由本网站出具，至今没有变化');
    expect(page.headers['cache-control']).toBe('no-store');
    const form = await app.inject(`/verify?code=${encodeURIComponent(code)}`);
    expect([form.statusCode, form.headers['location']]).toEqual([303, `/verify/${code}`]);
  });

  test('tells what changed since in figures, and no longer names what is gone', async () => {
    const code = await issued();
    await take(mark(one, true));
    expect(await check(code)).toMatchObject({ holds: false, since: { gone: 0, changed: 1, added: 0 } });
    await take(records(goodRecord(1)));
    expect(await check(code)).toMatchObject({ holds: false, since: { gone: 0, changed: 1, added: 1 } });
    await take(mark(one, false));
    await take(withdrawal(one));
    const answer = await app.inject(`/api/site/v1/reports/${code}`);
    expect(answer.json()).toMatchObject({ holds: false, since: { gone: 1, changed: 0, added: 1 } });
    const page = await pageOf(code);
    expect(page.body).toContain('1 项已到期、修复或者撤下');
    for (const hidden of [one.recordId, one.matter, one.groundTitle])
      for (const { body } of [answer, page]) expect(body).not.toContain(hidden);
  });

  test('when nothing about the code is shown any more, not even its name is', async () => {
    await take(edition(manifest([one])));
    const code = String((await issue(one.uscc)).headers['x-report-code']);
    await take(withdrawal(one));
    expect(await check(code)).toMatchObject({ name: null, holds: false, since: { gone: 1 } });
    expect((await pageOf(code)).body).not.toContain(one.name);
    const { rows } = await site.owner.query('SELECT r::text AS text FROM organisation_report r');
    for (const hidden of [one.name, one.recordId, code]) expect(JSON.stringify(rows)).not.toContain(hidden);
  });

  test('goes on holding when the next edition takes the entry over; expires by date alone', async () => {
    const code = await issued();
    await take(edition(manifest([one], { number: 2, publishedOn: '2020-05-19' })));
    expect(await check(code)).toMatchObject({ holds: true });
    clock.set('2022-05-18T02:00:00Z');
    expect(await check(code)).toMatchObject({ holds: false, since: { gone: 1 } });
  });

  test('another name in the directory is a change as well; the next day’s report is another', async () => {
    const code = await issued();
    await take(directory(registered(1, '更名测试公司')));
    expect(await check(code)).toMatchObject({
      name: '更名测试公司',
      holds: false,
      since: { gone: 0, changed: 0, added: 0 },
    });
    expect((await pageOf(code)).body).toContain('登记信息有变化');
    clock.forward(DAY);
    expect((await issue(one.uscc)).headers['x-report-code']).not.toBe(code);
  });

  test('guessed or hostile, it finds nothing', async () => {
    await issued();
    for (const code of ['0'.repeat(20), 'x', "' OR '1'='1", '<script>alert(1)</script>', '%00', '..%2f..']) {
      expect((await app.inject(`/api/site/v1/reports/${encodeURIComponent(code)}`)).statusCode, code).toBe(404);
      const page = await pageOf(encodeURIComponent(code));
      expect(page.statusCode).toBe(404);
      expect(page.body).not.toContain('<script');
    }
  });
});

test('what is issued is kept as it was: nobody can change it, and it holds no text but digests', async () => {
  await issued();
  const update = 'UPDATE organisation_report SET issued_at = now()';
  await expect(site.owner.query(update)).rejects.toThrow(/append-only/);
  expect((await app.inject(`/organisations/${one.uscc}`)).body).toContain(`action="/organisations/${one.uscc}/report"`);
});
