/** Files of people as departments hand them in, row by row, and what became of each row. */
import type { Actor } from '#platform/access/actor.ts';
import { processBatch } from '#platform/intake/process.ts';
import { batchRows, getBatch, receiveFile } from '#platform/intake/service.ts';
import { body, type TestIntake } from './intake.ts';
import { inventedResidentId } from './people.ts';

export const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,备注';

let people = 0;
/** a person nobody has reported yet, born in the 1980s; even orders are women; a number that ends in 000 is a case of its own */
export const person = (): string => {
  const id = inventedResidentId(`19${80 + Math.floor(++people / 400)}-03-07`, (people % 400) * 2 + 2);
  return id.endsWith('000') ? person() : id;
};
export const line = (id: string, matter = '社区卡点值守32天', date = '2020-02-01') =>
  `王芳,女,居民身份证,${id},1.3,${matter},${date},`;
export const csv = (...lines: string[]) => `${[HEADER, ...lines].join('\r\n')}\r\n`;

/** The intake is asked for at each call: it is there only once a file's set-up has run. */
export function handingIn(intake: () => TestIntake) {
  async function handIn(
    content: string | Buffer,
    kind: 'individuals' | 'organisations' = 'individuals',
    actor: Actor = intake().reporter,
  ) {
    const { context } = intake();
    const { batchId, known } = await receiveFile(context, actor, body(content), { fileName: '报送.csv', kind });
    await processBatch(context, batchId, { chunkRows: 3 });
    const batch = await getBatch(context, actor, batchId);
    const { accepted, duplicate, suspect, rejected, state } = batch;
    return { batchId, known, state, batch, counts: { accepted, duplicate, suspect, rejected } };
  }
  const rowsOf = async (batchId: string, actor: Actor = intake().reporter) =>
    (await batchRows(intake().context, actor, batchId, { after: 0, limit: 100 })).map((row) => [
      row.rowNumber,
      row.verdict,
      ...row.reasons,
    ]);
  return { handIn, rowsOf };
}
