/** What is told of a file beside its rows reaches the batch that the interface and the console show. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { csv, handingIn, line, person } from '../../../tests/support/intake-files.ts';

let intake: TestIntake;
const { handIn } = handingIn(() => intake);
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

const notesOf = async (batchId: string) => {
  const { rows } = await intake.owner.query('SELECT header FROM batch WHERE id = $1', [batchId]);
  return rows[0].header.notes as { code: string; zh: string; rows?: number[] }[];
};

test('rows in which characters were exchanged are named in the batch', async () => {
  const mended = line(person(), '在⾼新区卡点值守32天');
  const { batchId, counts } = await handIn(csv(line(person()), mended));
  expect(counts).toMatchObject({ accepted: 2 });
  expect(await notesOf(batchId)).toMatchObject([{ code: 'text.mapped', rows: [3], count: 1 }]);
});

test('a batch of which there is nothing to say has no notes', async () => {
  expect(await notesOf((await handIn(csv(line(person())))).batchId)).toEqual([]);
});
