/**
 * never-collect beside the rows: a table without a header, a column nobody knows, a sheet's name, the file's name. Whatever is planted there
 * stands afterwards in no column of the database, and in no answer.
 */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { textsOfDatabase } from '../../../tests/support/texts-of-database.ts';
import { importUpload } from './directory.ts';
import { processBatch } from './process.ts';
import { getBatch, receiveFile } from './service.ts';

let intake: TestIntake;
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

const number = inventedResidentId('1988-03-16', 24);
const PLANTED = [number, '信仰佛教', '艾滋病', '卫思源'];
const HEADER = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期', '备注'];
const row = (order: number) =>
  `王芳,女,居民身份证,${inventedResidentId('1985-03-07', order)},1.3,社区卡点值守32天,2020-02-01,`;

async function handIn(fileName: string, content: string) {
  const { context, reporter } = intake;
  const received = await receiveFile(context, reporter, Readable.from([Buffer.from(content)]), {
    ...{ fileName, kind: 'individuals' },
  });
  await processBatch(context, received.batchId);
  return { ...received, batch: await getBatch(context, reporter, received.batchId) };
}

test('a table without a header is refused by positions alone', async () => {
  const { batch } = await handIn('a.csv', `卫某,女,居民身份证,${number},1.2,信仰佛教，艾滋病,2020-02-20\n`);
  expect(batch.state).toBe('refused');
  expect(JSON.stringify(batch.refusal)).not.toMatch(/卫某|信仰佛教/);
});

test('a column that nobody knows is named by its place where its title may not be kept', async () => {
  const titles = [...HEADER, `备注二 卫某${number}艾滋病`, '所在社区', '卫思源'];
  const { batch } = await handIn('b.csv', `${titles.join(',')}\n${row(2)},x,y,z\n`);
  expect(batch).toMatchObject({ state: 'completed', accepted: 1 });
  expect(batch.header).toMatchObject({ ignored: ['（第9列，原名未保存）', '所在社区', '（第11列，原名未保存）'] });
});

test('a file whose name may not be kept is taken in without it, and the sender is told', async () => {
  const { batch, renamed } = await handIn(`卫某 ${number} 艾滋病 信仰佛教.csv`, `${HEADER.join(',')}\n${row(4)}\n`);
  expect(renamed).toBe(true);
  expect(batch).toMatchObject({ state: 'completed', fileName: '文件（原名未保存）.csv' });
  const directory = '企业名称,统一社会信用代码,注册日期,企业类型,所在地区\n';
  await importUpload(
    intake.context,
    await intake.officer('credit-office', 'credit-office'),
    Readable.from([Buffer.from(`${directory}某某商贸有限公司,91410100MA44444441,2018-01-01,有限责任公司,郑州市\n`)]),
    `名录 ${number}.csv`,
  );
});

test('nothing planted stands anywhere in the database', async () => {
  const texts = await textsOfDatabase(intake.owner);
  expect(texts.length).toBeGreaterThan(100);
  for (const planted of PLANTED) expect(texts.filter(({ text }) => text.includes(planted))).toEqual([]);
});
