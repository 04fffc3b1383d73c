/** Intake over HTTP: an upload is a stream, every answer is of its schema, and only those meant to may ask. */

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import { testServer } from '../../../tests/support/systems.ts';
import type { Actor } from '../access/actor.ts';
import { processBatch } from './process.ts';
import { intakeRoutes } from './routes.ts';

let intake: TestIntake;
let server: FastifyInstance;
let caller: Actor | null;

beforeAll(async () => {
  intake = await openIntake();
  caller = intake.reporter;
  server = await testServer();
  server.decorateRequest('actor', null);
  server.addHook('onRequest', async (request) => {
    request.actor = caller;
  });
  await server.register(intakeRoutes, { context: intake.context, prefix: '/api/platform' });
});
afterAll(async () => {
  await server?.close();
  await intake?.close();
});

const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注';
const FILE = [
  HEADER,
  `王芳,女,居民身份证,${inventedResidentId('1985-03-07', 2)},1.3,社区卡点值守32天,2020-02-01,`,
  `=1+1,女,居民身份证,${inventedResidentId('1985-03-07', 4)},1.3,社区卡点值守32天,2020-02-01,`,
].join('\r\n');

const upload = (content: string | Buffer, query = 'kind=individuals&fileName=a.csv') =>
  server.inject({
    method: 'POST',
    url: `/api/platform/batches?${query}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: content,
  });
const get = (path: string) => server.inject({ method: 'GET', url: `/api/platform${path}` });

test("from the upload to the sender's own table with the reasons", async () => {
  const received = await upload(FILE);
  expect(received.statusCode).toBe(202);
  const { batchId } = received.json();
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({ state: 'received', rowsDone: 0 });
  expect((await get(`/batches/${batchId}/annotated`)).statusCode).toBe(409);
  await processBatch(intake.context, batchId);
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({
    ...{ id: batchId, kind: 'individuals', state: 'completed', format: 'csv', encoding: 'utf-8' },
    ...{ rowsDone: 2, accepted: 1, rejected: 1, duplicate: 0, suspect: 0, departmentId: 'health-commission' },
  });
  const rows = (await get(`/batches/${batchId}/rows?limit=1`)).json();
  expect(rows.items).toMatchObject([{ row: 2, caseId: `${batchId}-2`, verdict: 'accepted', reasons: [] }]);
  expect(rows.next).toBe(2);
  const rest = (await get(`/batches/${batchId}/rows?after=2`)).json();
  expect(rest.items).toMatchObject([{ row: 3, caseId: null, reasons: [{ code: 'name.invalid' }] }]);
  expect(rest.next).toBeNull();

  const annotated = await get(`/batches/${batchId}/annotated`);
  expect(annotated.statusCode).toBe(200);
  expect(annotated.headers['content-type']).toContain('spreadsheetml');
  expect(annotated.rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect((await get('/batches')).json().items[0]).toMatchObject({ id: batchId });
});

test('a blank template that the reader takes back', async () => {
  const blank = await get('/templates/organisations');
  expect(blank.statusCode).toBe(200);
  expect(blank.rawPayload.subarray(0, 2).toString()).toBe('PK');
});

test('the template as data: its columns, what may stand in them, and the kinds this department may report', async () => {
  const form = (await get('/forms/individuals')).json();
  expect(form.fields.slice(0, 4).map((field: { title: string }) => field.title)).toEqual([
    '姓名',
    '性别',
    '证件类型',
    '证件号码',
  ]);
  expect(form.fields[1]).toMatchObject({ key: 'sex', required: true, choices: ['男', '女'] });
  expect(form.kinds.find(({ id }: { id: string }) => id === ref('1.3'))).toMatchObject({
    polarity: 'good',
    clause: ref('1.3'),
  });
});

test('a batch says how its header was read, whether it is the caller’s own and whether it can be taken back', async () => {
  const sheet = FILE.replace('备注', '联系电话').replace('社区卡点', '社区北门卡点');
  const { batchId } = (await upload(sheet)).json();
  await processBatch(intake.context, batchId);
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({
    ...{ own: true, departmentName: '市卫生健康委员会', withdrawal: { available: true } },
    header: { rowNumber: 1, ignored: ['联系电话'], guessed: [], duplicates: [] },
  });
  const others = { ...intake.reporter, id: '00000000-0000-4000-8000-000000000009' };
  caller = others;
  expect((await get('/batches?mine=true')).json().items).toEqual([]);
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({ own: false, withdrawal: { available: true } });
  caller = intake.reporter;
  expect((await get('/batches?mine=true')).json().items[0].id).toBe(batchId);
  const gone = await server.inject({
    method: 'POST',
    url: `/api/platform/batches/${batchId}/withdraw`,
    payload: { reason: '填错了表' },
  });
  expect(gone.statusCode).toBe(204);
  expect((await get(`/batches/${batchId}`)).json().withdrawal).toEqual({
    available: false,
    zh: '该批次已经撤回。',
    en: 'The batch is withdrawn already.',
  });
});

test('an empty body, an unknown kind and JSON are refused with a problem', async () => {
  expect((await upload('')).json()).toMatchObject({ code: 'file.empty' });
  expect((await upload(FILE, 'kind=animals&fileName=a.csv')).statusCode).toBe(400);
  const json = await server.inject({
    method: 'POST',
    url: '/api/platform/batches?kind=individuals&fileName=a',
    payload: { a: 1 },
  });
  expect(json.statusCode).toBe(400);
});

test('who is not signed in, or not a reporter, hands nothing in', async () => {
  caller = null;
  expect((await upload(FILE)).statusCode).toBe(401);
  caller = await intake.officer('health-commission', 'reviewer');
  expect((await upload(FILE)).statusCode).toBe(403);
  caller = intake.reporter;
});

test('a withdrawn batch says so, and only its department can withdraw it', async () => {
  const { batchId } = (await upload(`${FILE}\r\n`)).json();
  const withdraw = () =>
    server.inject({
      method: 'POST',
      url: `/api/platform/batches/${batchId}/withdraw`,
      payload: { reason: '报错文件' },
    });
  caller = await intake.officer('commerce-bureau', 'reporter');
  expect((await withdraw()).statusCode).toBe(404);
  caller = intake.reporter;
  expect((await withdraw()).statusCode).toBe(204);
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({ state: 'withdrawn' });
});

describe('rows that came back are mended beside their reasons', () => {
  const WRONG = [
    HEADER,
    `王芳,女,身份证,${inventedResidentId('1985-03-07', 2)},1.3（社区值守）,社区卡点值守40天,2020.2.1,`,
    `李强,男,居民身份证,4101991985030,不存在的类别,因糖尿病住院仍坚持值守,二月,`,
    `赵平,男,居民身份证,${inventedResidentId('1985-03-07', 3)},1.3,,2020-02-01,`,
  ].join('\r\n');
  let batchId: string;
  beforeAll(async () => {
    batchId = (await upload(WRONG)).json().batchId;
    await processBatch(intake.context, batchId);
  });
  const originals = (rows: string) => get(`/batches/${batchId}/originals?rows=${rows}`);
  const looks = async () =>
    (
      await intake.owner.query(
        "SELECT detail FROM audit_entry WHERE action = 'batch.original_rows_viewed' AND object_id = $1 ORDER BY id",
        [batchId],
      )
    ).rows.map(({ detail }) => detail.rows);

  test('with the cells as they were sent, also as the form takes them; the look is logged', async () => {
    const answer = await originals('4,2');
    expect(answer.headers['cache-control']).toBe('no-store');
    const { rows, keptUntil } = answer.json();
    expect(keptUntil).not.toBeNull();
    const cell = (row: number, key: string) =>
      rows.find((one: { row: number }) => one.row === row).cells.find((one: { key: string }) => one.key === key);
    expect(rows).toHaveLength(2);
    expect(cell(2, 'kind')).toEqual({ key: 'kind', text: '1.3（社区值守）', value: '1.3', refused: false });
    expect(cell(2, 'occurredOn')).toMatchObject({ text: '2020.2.1', value: '2020-02-01' });
    expect(cell(2, 'documentType')).toMatchObject({ text: '身份证', value: '居民身份证' });
    expect(cell(4, 'name')).toMatchObject({ text: '赵平', value: '赵平' });
    expect(cell(4, 'matter')).toMatchObject({ text: '', value: '' });
    expect(await looks()).toEqual([[4, 2]]);
  });

  test('never-collect: what must not be collected is refused, not repeated', async () => {
    const answer = await originals('3');
    expect(answer.body).not.toContain('糖尿病');
    const { cells } = answer.json().rows[0];
    expect(cells).toContainEqual({ key: 'matter', text: '', value: '', refused: true });
    expect(cells).toContainEqual({ key: 'kind', text: '不存在的类别', value: '', refused: false });
    expect(cells).toContainEqual({ key: 'occurredOn', text: '二月', value: '', refused: false });
  });

  test.each(['', '0', '2;3', '2,,3', Array.from({ length: 21 }, (_, row) => row + 2).join(',')])(
    'rows "%s" are refused',
    async (rows) => {
      expect((await originals(rows)).statusCode).toBe(400);
    },
  );

  test('a row that is not there gives nothing', async () => {
    expect((await originals('99')).json().rows).toEqual([]);
  });

  test('only for who reports for that department', async () => {
    const before = await looks();
    try {
      // the credit office's sight is not the reporter's: for what reporters do the batch is not there
      caller = await intake.officer('credit-office', 'credit-office', 'reporter');
      expect((await originals('2')).json()).toMatchObject({ code: 'batch.not_found' });
      caller = await intake.officer('public-security-bureau', 'reporter');
      expect((await originals('2')).json()).toMatchObject({ code: 'batch.not_found' });
      caller = await intake.officer('health-commission', 'reviewer');
      expect((await originals('2')).json()).toMatchObject({ code: 'permission.denied' });
      const foreign = await intake.officer('public-security-bureau', 'reporter');
      caller = foreign;
      expect((await upload(FILE, `kind=individuals&fileName=b.csv&corrects=${batchId}`)).statusCode).toBe(404);
    } finally {
      caller = intake.reporter;
    }
    expect(await looks()).toEqual(before);
  });

  test('handed in they are a batch that names the one they mend; a double click is one batch', async () => {
    const mended = [
      HEADER,
      `赵平,男,居民身份证,${inventedResidentId('1985-03-07', 3)},1.3,社区卡点值守12天,2020-02-01,`,
    ].join('\r\n');
    const query = `kind=individuals&fileName=mended.csv&corrects=${batchId}`;
    const [one, two] = await Promise.all([upload(mended, query), upload(mended, query)]);
    const later = one.json().batchId;
    expect(two.json().batchId).toBe(later);
    await processBatch(intake.context, later);
    expect((await get(`/batches/${later}`)).json()).toMatchObject({ corrects: batchId, accepted: 1 });
    expect((await get(`/batches/${batchId}`)).json()).toMatchObject({ corrects: null, correctedBy: [later] });
  });

  test('after its time the file is gone, and the answer says so', async () => {
    const before = await looks();
    await intake.owner.query('DELETE FROM stored_file USING batch WHERE batch.file_sha256 = sha256 AND batch.id = $1', [
      batchId,
    ]);
    expect((await originals('2')).json()).toEqual({ keptUntil: null, rows: [] });
    expect(await looks()).toEqual(before);
  });
});

test('who sees the whole city still takes back and takes home only the tables of their own department', async () => {
  const { batchId } = (await upload(`${FILE}\r\n\r\n`)).json();
  await processBatch(intake.context, batchId);
  caller = await intake.officer('credit-office', 'credit-office', 'reporter');
  expect((await get(`/batches/${batchId}`)).json()).toMatchObject({ id: batchId, state: 'completed' });
  const taken = await get(`/batches/${batchId}/annotated`);
  expect({ status: taken.statusCode, code: taken.json().code }).toEqual({ status: 404, code: 'batch.not_found' });
  const url = `/api/platform/batches/${batchId}/withdraw`;
  const withdrawn = await server.inject({ method: 'POST', url, payload: { reason: '报错文件' } });
  expect(withdrawn.statusCode).toBe(404);
  caller = intake.reporter;
});

test('the directory is imported by the credit office and asked by code', async () => {
  const file = '企业名称,统一社会信用代码\n样例纸业公司,91350100M000100Y43\n';
  const send = () =>
    server.inject({
      method: 'POST',
      url: '/api/platform/directory/imports?fileName=a.csv',
      headers: { 'content-type': 'application/octet-stream' },
      payload: file,
    });
  expect((await send()).statusCode).toBe(403);
  caller = await intake.officer('credit-office', 'credit-office');
  expect((await send()).json()).toMatchObject({ rows: 1, valid: 1, added: 1 });
  expect((await get('/directory/91350100M000100Y43')).json()).toMatchObject({ name: '样例纸业公司' });
  expect((await get('/directory/91350100M000100Y44')).statusCode).toBe(404);
  caller = intake.reporter;
});
