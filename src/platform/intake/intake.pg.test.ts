/** A file's way in, against a real database: counted, merged once, refused, withdrawn, compared with the directory. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { body, openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { csv, HEADER, handingIn, line, person } from '../../../tests/support/intake-files.ts';
import { inventedUscc } from '../../../tests/support/people.ts';
import { processBatch } from './process.ts';
import { batchRows, getBatch, receiveFile, sweepFiles, withdrawBatch } from './service.ts';

let intake: TestIntake;
const { handIn, rowsOf } = handingIn(() => intake);
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

test('every row ends with a verdict, at its own number', async () => {
  const [first, second] = [person(), person()];
  const { batchId, state, counts } = await handIn(
    csv(
      line(first),
      line(second),
      line(first),
      line(second.slice(0, 17)),
      line(first, '捐赠口罩5000只'),
      line(person(), '', '2999-01-01'),
    ),
  );
  expect(state).toBe('completed');
  expect(counts).toEqual({ accepted: 3, duplicate: 1, suspect: 0, rejected: 2 });
  expect(await rowsOf(batchId)).toEqual([
    [2, 'accepted'],
    [3, 'accepted'],
    [4, 'duplicate', 'duplicate.in_file'],
    [5, 'rejected', 'id.length'],
    [6, 'accepted'],
    [7, 'rejected', 'matter.missing', 'date.future'],
  ]);
});

test('the same file again is the same batch and changes nothing', async () => {
  const content = csv(line(person()), line(person()));
  const first = await handIn(content);
  const again = await handIn(content);
  expect(again).toMatchObject({ batchId: first.batchId, known: true, counts: first.counts });
  const { rows } = await intake.owner.query('SELECT count(*)::int AS n FROM submission WHERE batch_id = $1', [
    first.batchId,
  ]);
  expect(rows[0].n).toBe(2);
});

test('a fact reported before is a duplicate, in whatever file and spelling', async () => {
  const id = person();
  await handIn(csv(line(id, '捐赠口罩,5000只')).replace('捐赠口罩,5000只', '"捐赠口罩，5000只"'));
  const { batchId, counts } = await handIn(csv(line(id, '捐赠 口罩，５０００只', '2020年2月1日')));
  expect(counts).toEqual({ accepted: 0, duplicate: 1, suspect: 0, rejected: 0 });
  expect(await rowsOf(batchId)).toEqual([[2, 'duplicate', 'duplicate.on_record']]);
});

test('a rejected row does not make the mended one a duplicate', async () => {
  const id = person();
  const { counts } = await handIn(csv(line(id, '社区卡点值守32天', '2999-01-01'), line(id)));
  expect(counts).toEqual({ accepted: 1, duplicate: 0, suspect: 0, rejected: 1 });
});

test('nothing that was refused is stored, and nothing that identifies a person lies open', async () => {
  const id = person();
  const { batchId } = await handIn(csv(line(id), line(person(), '本人确诊新冠肺炎后隔离治疗')));
  const { rows } = await intake.owner.query(
    'SELECT (SELECT json_agg(s) FROM submission s WHERE batch_id = $1)::text || (SELECT json_agg(f) FROM batch_finding f WHERE batch_id = $1)::text AS all',
    [batchId],
  );
  expect(rows[0].all).not.toContain('确诊');
  expect(rows[0].all).not.toContain(id);
  expect(rows[0].all).not.toContain('王芳');
});

test('a file that cannot be read refuses the batch with its reason', async () => {
  const { state, batch } = await handIn('甲,乙\r\n1,2\r\n');
  expect(state).toBe('refused');
  expect(batch.refusal).toMatchObject({ code: 'file.header_missing' });
});

test('two workers at once bring about one result', async () => {
  const content = csv(...Array.from({ length: 40 }, () => line(person())));
  const { batchId } = await receiveFile(intake.context, intake.reporter, body(content), {
    fileName: 'a.csv',
    kind: 'individuals',
  });
  await Promise.all([1, 2, 3].map(() => processBatch(intake.context, batchId, { chunkRows: 7 })));
  expect(await getBatch(intake.context, intake.reporter, batchId)).toMatchObject({
    state: 'completed',
    rowsDone: 40,
    accepted: 40,
  });
});

test('two batches that report the same facts at once both complete, each fact once', async () => {
  const ids = Array.from({ length: 60 }, person);
  const [one, two] = await Promise.all(
    [ids, [...ids].reverse()].map((order) =>
      receiveFile(intake.context, intake.reporter, body(csv(...order.map((id) => line(id)))), {
        fileName: 'a.csv',
        kind: 'individuals',
      }),
    ),
  );
  await Promise.all([one, two].map((received) => processBatch(intake.context, received!.batchId, { chunkRows: 60 })));
  const { rows } = await intake.owner.query(
    'SELECT sum(accepted)::int AS accepted, sum(duplicate)::int AS duplicate FROM batch WHERE id = ANY ($1)',
    [[one!.batchId, two!.batchId]],
  );
  expect(rows[0]).toEqual({ accepted: 60, duplicate: 60 });
});

test('what was withdrawn does not stand in the way of the same file or a corrected one', async () => {
  const id = person();
  const content = csv(line(id), line(person()));
  const first = await handIn(content);
  await withdrawBatch(intake.context, intake.reporter, first.batchId, '报错文件');
  expect((await getBatch(intake.context, intake.reporter, first.batchId)).state).toBe('withdrawn');
  const again = await handIn(content);
  expect(again).toMatchObject({ known: false, counts: { accepted: 2, duplicate: 0 } });
  const third = await handIn(csv(line(id), line(id)));
  expect(third.counts).toMatchObject({ accepted: 0, duplicate: 2 });
  await withdrawBatch(intake.context, intake.reporter, again.batchId, '又报错了');
  const fourth = await handIn(csv(line(id), line(id), ''));
  expect(fourth.counts).toMatchObject({ accepted: 1, duplicate: 1 });
});

test('a batch withdrawn while it is read stops there', async () => {
  const content = csv(...Array.from({ length: 30 }, () => line(person())));
  const { batchId } = await receiveFile(intake.context, intake.reporter, body(content), {
    fileName: 'a.csv',
    kind: 'individuals',
  });
  await withdrawBatch(intake.context, intake.reporter, batchId, '报错文件');
  await processBatch(intake.context, batchId);
  expect(await getBatch(intake.context, intake.reporter, batchId)).toMatchObject({ state: 'withdrawn', rowsDone: 0 });
});

test('another department sees neither batch nor rows', async () => {
  const { batchId } = await handIn(csv(line(person())));
  const stranger = await intake.officer('commerce-bureau', 'reporter');
  await expect(getBatch(intake.context, stranger, batchId)).rejects.toMatchObject({ code: 'batch.not_found' });
  await expect(batchRows(intake.context, stranger, batchId, { after: 0, limit: 1 })).rejects.toMatchObject({
    code: 'batch.not_found',
  });
});

test('every look at the rows is in the audit', async () => {
  const { batchId } = await handIn(csv(line(person())));
  await rowsOf(batchId);
  const { rows } = await intake.owner.query(
    `SELECT action FROM audit_entry WHERE object_type = 'batch' AND object_id = $1 ORDER BY id`,
    [batchId],
  );
  expect(rows.map((row) => row.action)).toEqual([
    'batch.received',
    'batch.processing',
    'batch.rows_merged',
    'batch.completed',
    'batch.rows_viewed',
  ]);
});

const ORGANISATIONS = '单位名称,统一社会信用代码,推荐类别,具体事项,推荐单位,发生日期';

test("a name other than the directory's is suspect with both names; an unknown code is remarked", async () => {
  const [known, other, absent] = [inventedUscc(1), inventedUscc(2), inventedUscc(3)];
  await intake.owner.query(
    `INSERT INTO organisation_directory (uscc, name, comparison_name, verdict, source, imported_at)
     VALUES ($1, '测试甲（集团）公司', '测试甲(集团)公司', 'valid', 't', now()), ($2, '测试乙公司', '测试乙公司', 'valid', 't', now())`,
    [known, other],
  );
  const { batchId, counts } = await handIn(
    [
      ORGANISATIONS,
      `测试甲(集团)公司,${known},3.2.1,承担隔离点餐饮保障任务,市商务局,2020-03-01`,
      `测试丙公司,${other},3.2.1,承担隔离点餐饮保障任务,市商务局,2020-03-01`,
      `测试丁公司,${absent},3.2.1,承担隔离点餐饮保障任务,某某单位,2020-03-01`,
      `测试乙公司,${other},3.2.1,承担隔离点餐饮保障任务,市商务局,2020-03-01`,
      `测试丙公司,${other},3.2.1,承担隔离点餐饮保障任务,市商务局,2020-03-01`,
    ].join('\n'),
    'organisations',
  );
  expect(counts).toEqual({ accepted: 3, duplicate: 1, suspect: 1, rejected: 0 });
  const rows = await batchRows(intake.context, intake.reporter, batchId, { after: 0, limit: 10 });
  expect(rows[1]).toMatchObject({
    verdict: 'suspect',
    reasons: ['name.directory_mismatch'],
    organisationName: '测试丙公司',
    registeredName: '测试乙公司',
  });
  expect(rows[2]).toMatchObject({ verdict: 'accepted', remarks: ['recommender.unknown', 'uscc.not_in_directory'] });
  const { rows: stored } = await intake.owner.query(
    'SELECT recommender, competent_department FROM submission WHERE batch_id = $1 AND row_number = 2',
    [batchId],
  );
  expect(stored).toEqual([{ recommender: 'commerce-bureau', competent_department: 'commerce-bureau' }]);
});

test('files past their time are deleted, unless a batch still needs them', async () => {
  const done = await handIn(csv(line(person())));
  const waiting = await receiveFile(intake.context, intake.reporter, body(csv(line(person()))), {
    fileName: 'b.csv',
    kind: 'individuals',
  });
  const shaOf = async (id: string) => (await getBatch(intake.context, intake.reporter, id)).sha256;
  const [first, second] = [await shaOf(done.batchId), await shaOf(waiting.batchId)];
  intake.clock.set(new Date(Date.now() + 40 * 86_400_000).toISOString());
  await sweepFiles(intake.context);
  expect(await intake.context.files.has(first)).toBe(false);
  expect(await intake.context.files.has(second)).toBe(true);
});

test('hostile files are refused with a reason each, and the next honest one is taken', async () => {
  const honest = csv(line(person()));
  const hostile: [string, Buffer, string][] = [
    [
      'a program',
      Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), Buffer.alloc(4096)]),
      'file.format',
    ],
    ['a workbook cut off', Buffer.from('504b0304140000000800000021000000000000000000', 'hex'), 'file.unreadable'],
    ['NULs everywhere', Buffer.from([...honest].join('\0')), 'file.encoding'],
    ['NULs in the header', Buffer.from(`甲\0,乙\0\n${'普通文字，'.repeat(40)}\n`), 'file.header_missing'],
    ['broken characters', Buffer.concat([Buffer.from(honest), Buffer.from([0xff, 0xfe, 0xff, 0x0a])]), 'file.encoding'],
    [
      '10,000 columns',
      Buffer.from(`${Array.from({ length: 10_000 }, (_, index) => `列${index}`).join(',')}\n1\n`),
      'file.too_large',
    ],
    ['one cell without end', Buffer.from(`${HEADER}\n"${'长'.repeat(2_000_000)}`), 'file.unreadable'],
  ];
  for (const [what, content, code] of hostile) {
    const { state, batch } = await handIn(content);
    expect([what, state, (batch.refusal as { code: string } | null)?.code]).toEqual([what, 'refused', code]);
  }
  expect((await handIn(honest)).counts).toMatchObject({ accepted: 1 });
});

test('NULs inside cells and titles are a matter of their row, never of the database', async () => {
  const { state, counts } = await handIn(
    [
      `${HEADER},又\0一列`,
      line(person(), '社区\0值守'),
      line(person()).replace('王芳', '王\0'),
      `${line(person())},\0`,
      ...Array.from({ length: 20 }, () => line(person())),
    ].join('\r\n'),
  );
  expect(state).toBe('completed');
  expect(counts.accepted).toBeGreaterThanOrEqual(20);
});

test('the national penalty form says nothing of the catalogue: its kind is chosen when it is handed in', async () => {
  const form = [
    '行政相对人名称,行政相对人类别,行政相对人代码_1（统一社会信用代码）,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额（万元）,处罚决定日期,处罚机关,数据来源单位',
    `测试药房有限公司,法人及非法人组织,${inventedUscc(7_001)},郑市监处罚〔2020〕31号,哄抬价格,口罩进价2元售价9元,价格法第四十条,罚款,罚款3万元,3,2020/02/20,市市场监督管理局,市市场监督管理局`,
  ].join('\r\n');
  const inspector = await intake.officer('market-supervision-bureau', 'reporter');
  const receive = (category?: string) =>
    receiveFile(intake.context, inspector, body(form), { fileName: '处罚.csv', kind: 'organisations', category });
  const without = await receive();
  await processBatch(intake.context, without.batchId);
  expect(await rowsOf(without.batchId, inspector)).toEqual([[2, 'rejected', 'category.unknown']]);
  const chosen = await receive('3.3.2');
  expect(chosen).toMatchObject({ known: false });
  await processBatch(intake.context, chosen.batchId);
  expect(await rowsOf(chosen.batchId, inspector)).toEqual([[2, 'accepted']]);
  expect(await receive('3.3.2')).toEqual({ batchId: chosen.batchId, known: true });
  await expect(receive('1.1')).rejects.toMatchObject({ code: 'request.invalid' });
});

test('a row whose name may be two people is mended by the row of each: no duplicate of the broken one', async () => {
  const id = person();
  const both = await handIn(csv(line(id).replace('王芳', '王芳 李静')));
  expect(await rowsOf(both.batchId)).toEqual([[2, 'suspect', 'name.doubtful']]);
  const mended = await handIn(csv(line(id)));
  expect(mended.counts).toEqual({ accepted: 1, duplicate: 0, suspect: 0, rejected: 0 });
});

test('one decision is one fact under whatever name of its authority and as whatever kind; one number of two authorities is two facts', async () => {
  const uscc = inventedUscc(7_002);
  const header =
    '单位名称,统一社会信用代码,信息类别,具体事项,发生日期,决定文书类型,决定书文号,决定机关,决定日期,法律依据';
  const decided = (kind: string, authority: string, matter: string) =>
    `测试百货有限公司,${uscc},${kind},${matter},,行政处罚决定书,郑处罚〔2020〕7号,${authority},2020-03-02,价格法第四十条`;
  const reportedBy = async (department: string, ...rows: string[]) => {
    const reporter = await intake.officer(department, 'reporter');
    const file = { fileName: '不良.csv', kind: 'organisations' } as const;
    const { batchId } = await receiveFile(intake.context, reporter, body([header, ...rows].join('\r\n')), file);
    await processBatch(intake.context, batchId);
    return rowsOf(batchId, reporter);
  };
  const first = decided('3.3.2', '郑州市市场监督管理局', '口罩加价三倍销售');
  expect(await reportedBy('market-supervision-bureau', first)).toEqual([[2, 'accepted']]);
  expect(
    await reportedBy(
      'health-commission',
      decided('3.3.1', '市市场监管局', '不听劝阻高价销售口罩'),
      decided('3.3.1', '中牟县人民法院', '不听劝阻高价销售口罩'),
      decided('3.3.1', '中牟县 人民法院', '另一种说法'),
    ),
  ).toEqual([
    [2, 'duplicate', 'duplicate.on_record'],
    [3, 'accepted'],
    [4, 'duplicate', 'duplicate.in_file'],
  ]);
});

test('a table is for one notice, and what stands in its cells is that notice’s', async () => {
  const { batchId } = await handIn(csv(line(person())));
  const { rows } = await intake.owner.query(
    'SELECT b.notice, s.kind, s.version FROM batch b JOIN submission s ON s.batch_id = b.id WHERE b.id = $1',
    [batchId],
  );
  expect(rows).toEqual([{ notice: '2020-2', kind: '2020-2/1.3', version: 1 }]);
  const file = { fileName: '报送.csv', kind: 'individuals', notice: '2021-9' } as const;
  await expect(receiveFile(intake.context, intake.reporter, body(csv(line(person()))), file)).rejects.toMatchObject({
    code: 'request.invalid',
  });
});
