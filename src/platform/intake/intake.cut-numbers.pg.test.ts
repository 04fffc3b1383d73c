/** Numbers that end in 000 against a real database: one is a doubt, several are a spreadsheet's doing, whatever the order they are read in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body, openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { csv, handingIn, line, person } from '../../../tests/support/intake-files.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { processBatch } from './process.ts';
import { getBatch, receiveFile } from './service.ts';

let intake: TestIntake;
const { handIn, rowsOf } = handingIn(() => intake);
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

describe('numbers that end in 000, as a spreadsheet leaves them', () => {
  /** genuine numbers of women that end so, from this birth year on */
  function* genuine(from: number): Generator<string> {
    for (let year = from; ; year++)
      for (let month = 1; month <= 12; month++)
        for (let order = 100; order < 1_000; order += 100) {
          const id = inventedResidentId(`${year}-${String(month).padStart(2, '0')}-11`, order);
          if (id.endsWith('000')) yield id;
        }
  }

  test('one in a file is suspect, at its own row; an officer clears it like any doubt', async () => {
    const [odd] = genuine(1960);
    const { batchId, counts, state } = await handIn(
      csv(line(odd!), ...Array.from({ length: 7 }, () => line(person()))),
    );
    expect(state).toBe('completed');
    expect(counts).toEqual({ accepted: 7, duplicate: 0, suspect: 1, rejected: 0 });
    expect((await rowsOf(batchId))[0]).toEqual([2, 'suspect', 'id.maybe_truncated']);
  });

  test('several in a file are refused, each, also the one whose chunk was merged first', async () => {
    const [first, second] = genuine(1962);
    const others = Array.from({ length: 10 }, () => line(person()));
    const { batchId, counts } = await handIn(
      csv(line(first!), ...others, line(second!), line(first!, '捐赠口罩5000只')),
    );
    expect(counts).toEqual({ accepted: 10, duplicate: 0, suspect: 0, rejected: 3 });
    const rows = await rowsOf(batchId);
    for (const row of [2, 13, 14]) expect(rows[row - 2]).toEqual([row, 'rejected', 'id.truncated']);
    const { rows: stored } = await intake.owner.query(
      'SELECT count(*)::int AS n FROM submission WHERE batch_id = $1 AND row_number IN (2, 13, 14)',
      [batchId],
    );
    expect(stored[0].n).toBe(0);
  });

  test('a run that was stopped after any chunk is taken up where it was', async () => {
    const numbers = genuine(1965);
    const [first, second] = [numbers.next().value!, numbers.next().value!];
    const rows = (mark: string) => [
      line(first, `${mark}，一`),
      ...Array.from({ length: 5 }, () => line(person(), mark)),
      line(second, `${mark}，二`),
      line(person(), ''),
      line(person(), mark),
    ];
    for (const stopAfter of [1, 2, 3, 4]) {
      const { batchId } = await receiveFile(
        intake.context,
        intake.reporter,
        body(csv(...rows(`值守第${stopAfter}组`))),
        {
          fileName: 'a.csv',
          kind: 'individuals',
        },
      );
      const stopped = processBatch(intake.context, batchId, { chunkRows: 2, signal: stopAfterChunks(stopAfter) });
      await expect(stopped).rejects.toThrow('stopped');
      await processBatch(intake.context, batchId, { chunkRows: 3 });
      expect(await getBatch(intake.context, intake.reporter, batchId)).toMatchObject({
        ...{ state: 'completed', rowsDone: 9, accepted: 6, duplicate: 0, suspect: 0, rejected: 3 },
      });
      expect((await rowsOf(batchId)).map(([row]) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  test('a batch that was counted in the order of the sheet is finished so: no row is lost, none is accepted', async () => {
    const [first, second] = genuine(1970);
    const content = csv(line(first!), ...Array.from({ length: 4 }, () => line(person())), line(second!));
    const { batchId } = await receiveFile(intake.context, intake.reporter, body(content), {
      fileName: 'a.csv',
      kind: 'individuals',
    });
    await intake.owner.query('UPDATE batch SET cut_numbers_last = false WHERE id = $1', [batchId]);
    await processBatch(intake.context, batchId, { chunkRows: 2 });
    expect(await rowsOf(batchId)).toEqual([
      [2, 'suspect', 'id.maybe_truncated'],
      ...[3, 4, 5, 6].map((row) => [row, 'accepted']),
      [7, 'suspect', 'id.maybe_truncated'],
    ]);
  });
});

/** Asked once before the thread starts and then before each chunk is merged. */
function stopAfterChunks(chunks: number): AbortSignal {
  let asked = 0;
  const signal = new AbortController().signal;
  signal.throwIfAborted = () => {
    if (++asked > chunks + 1) throw new Error('stopped');
  };
  return signal;
}
