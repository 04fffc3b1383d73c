/** The prior notice as a letter: what it says, that nothing in it is markup, who may print it, and that printing is a look. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, DECISION, type TestPlatform } from '../../../../tests/support/platform.ts';
import { testServer } from '../../../../tests/support/systems.ts';
import { caseView, determinationRoutes, noticeLetter, noticePaper, performAction } from '../index.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await createPlatform();
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = platform.actors[String(request.headers['x-test-officer'])] ?? null;
  });
  await server.register(determinationRoutes, { context: platform.context });
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
});

const print = (who: string, id: string) =>
  server.inject({ method: 'GET', url: `/cases/${id}/notice`, headers: { 'x-test-officer': who } });

async function reviewed(matter = '伪造防疫通行证件'): Promise<string> {
  const { context, actors, report } = platform;
  const id = await report({ kind: '2', reporter: actors['policeReporter']!, matter });
  const review = { action: 'review', payload: {}, idempotencyKey: `review-${id}` } as const;
  await performAction(context, actors['policeReviewer']!, id, review);
  return id;
}

test('before it is served: facts, document, basis, period, rights; the party by name, its number masked', async () => {
  const id = await reviewed();
  const { statusCode, headers, body } = await print('policeReviewer', id);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  for (const said of [
    `信告〔2020〕${id}号`,
    '张测试',
    '伪造防疫通行证件',
    DECISION.number,
    '行政处罚决定书',
    DECISION.legalBasis,
    '郑信用〔2020〕2号',
    '5个工作日内',
    '陈述和申辩',
    '市公安局',
  ])
    expect(body).toContain(said);
  expect(body).toMatch(/证件号码：410\*{13}[0-9X]{2}/);
  expect(body).not.toMatch(/410199\d{11}/);
});

test('once served it carries the number, the day and the end of the window as they stand in the case', async () => {
  const { context, actors } = platform;
  const id = await reviewed();
  await performAction(context, actors['policeReviewer']!, id, {
    action: 'serve-notice',
    payload: { servedOn: '2020-03-16', serviceMethod: 'post' },
    idempotencyKey: 'notice-serve-1',
  });
  const { body } = await print('policeDeterminer', id);
  expect(body).toContain('邮寄送达');
  expect(body).toContain('<time datetime="2020-03-16">');
  expect(body).toContain('<time datetime="2020-03-23">2020年3月23日</time>');
  expect(await caseView(context, actors['policeDeterminer']!, id)).toMatchObject({
    notice: { number: `信告〔2020〕${id}号`, windowEndsOn: '2020-03-23', bindingUntil: '2020-03-23' },
    dueOn: '2020-03-23',
    workingDaysLeft: 5,
    responseWindow: { period: '5个工作日' },
  });
});

test('text is text, and the policy lets nothing run but the letter’s own style', async () => {
  const id = await reviewed('<script>alert(1)</script>/* style */&');
  const { body, headers } = await print('policeReviewer', id);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(body).not.toContain('<script');
  const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
  const digest = createHash('sha256').update(style).digest('base64');
  expect(headers['content-security-policy']).toContain(`default-src 'none'; style-src 'sha256-${digest}'`);
});

test('printing is a look: logged with its purpose, and a refused print is no look', async () => {
  const id = await reviewed();
  await print('policeReviewer', id);
  const looks = async () =>
    (
      await platform.owner.query(
        "SELECT actor_id, purpose, subject_key IS NOT NULL AS subject FROM audit_entry WHERE object_id = $1 AND action = 'case.notice-printed'",
        [id],
      )
    ).rows;
  expect(await looks()).toEqual([
    { actor_id: platform.actors['policeReviewer']!.id, purpose: '制作告知书', subject: true },
  ]);
  expect((await print('policeReporter', id)).json()).toMatchObject({ code: 'permission.denied' });
  expect((await print('healthReviewer', id)).json()).toMatchObject({ code: 'case.not_found' });
  expect((await print('cityReviewer', id)).json()).toMatchObject({ code: 'case.not_found' });
  expect(await looks()).toHaveLength(1);
});

test('as PDF: title, number and department in its head, no name of a person in its metadata, one look per file', async () => {
  const id = await reviewed();
  const take = () =>
    server.inject({
      method: 'GET',
      url: `/cases/${id}/notice.pdf`,
      headers: { 'x-test-officer': 'policeReviewer' },
    });
  const [first, second] = [await take(), await take()];
  expect(first.headers).toMatchObject({
    'content-type': 'application/pdf',
    'cache-control': 'no-store',
    'content-disposition': expect.stringContaining(encodeURIComponent(`信告〔2020〕${id}号`)),
  });
  expect(second.rawPayload.equals(first.rawPayload)).toBe(true);
  const paper = await PDFDocument.load(first.rawPayload, { updateMetadata: false });
  expect([paper.getTitle(), paper.getAuthor(), paper.getSubject()]).toEqual([
    '不良信用信息认定事先告知书',
    '市公安局',
    undefined,
  ]);
  const { rows } = await platform.owner.query(
    "SELECT count(*)::int AS looks FROM audit_entry WHERE object_id = $1 AND action = 'case.notice-printed'",
    [id],
  );
  expect(rows).toEqual([{ looks: 2 }]);
});

test('the PDF says what the page says (read back by poppler where it is installed)', async ({ skip }) => {
  const id = await reviewed();
  const pdf = await noticePaper(platform.context, platform.actors['policeReviewer']!, id);
  const { status, stdout } = spawnSync('pdftotext', ['-', '-'], { input: pdf.content });
  if (status !== 0) return skip('pdftotext is not installed here');
  const said = stdout.toString('utf8').replaceAll(/\s/gu, '');
  const { body } = await print('policeReviewer', id);
  const page = body.slice(body.indexOf('<p class="number">')).replaceAll(/<[^>]*>|\s/gu, '');
  for (const sentence of page.split(/[：。；，、（）《》　＿]+/u).filter((part) => part.length > 4))
    expect(said).toContain(sentence);
  expect(said).not.toMatch(/410199\d{11}/);
});

test('no letter for good information, none before the review', async () => {
  const { context, actors, report } = platform;
  const good = await report();
  await expect(noticeLetter(context, actors['healthReviewer']!, good)).rejects.toMatchObject({
    code: 'action.not_available',
    said: { zh: '良好信息无需告知和听取陈述申辩。', en: expect.any(String) },
  });
  const early = await report({ kind: '2', reporter: actors['policeReporter']! });
  await expect(noticeLetter(context, actors['policeReviewer']!, early)).rejects.toMatchObject({
    code: 'action.not_available',
  });
});
