/**
 * Random officers do random permitted and forbidden things to random cases while the clock moves. Before every action the
 * pure rule says what the server will answer; after it the database is asked whether every invariant still holds.
 *
 * A failure prints seed, path and replayPath. To run it again:
 * MODEL_SEED=… MODEL_PATH=… MODEL_REPLAY=… vitest run --project pg tests/model/determination.pg.test.ts
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { commandsFor } from './determination-commands.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const { MODEL_SEED, MODEL_PATH, MODEL_REPLAY, MODEL_RUNS } = process.env;
const START = '2020-03-16T01:00:00Z';

test('whatever officers do, the invariants hold and the server does what availableActions says', async () => {
  const tally = { runs: 0, accepted: 0, refused: 0, determined: 0 };
  // a model that refuses everything would prove nothing: a busy machine gets through few runs in the time it has, and then goes on
  for (
    let round = 0;
    round < (MODEL_PATH ? 1 : 4) && Math.min(tally.accepted, tally.refused, tally.determined) === 0;
    round += 1
  )
    await run(tally);
  console.info(`model: ${JSON.stringify(tally)}`);
  if (!MODEL_PATH) expect(Math.min(tally.accepted, tally.refused, tally.determined)).toBeGreaterThan(0);
}, 300_000);

async function run(tally: { runs: number; accepted: number; refused: number; determined: number }): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      // biased runs repeat a few commands over and over: nothing gets reported and nothing happens
      fc.noBias(
        fc.commands(commandsFor(platform), {
          maxCommands: 60,
          size: 'max',
          ...(MODEL_REPLAY ? { replayPath: MODEL_REPLAY } : {}),
        }),
      ),
      async (commands) => {
        platform.clock.set(START);
        await fc.asyncModelRun(() => {
          tally.runs += 1;
          return {
            model: { firstSubject: tally.runs * 3, cases: [], batches: [], keys: 0, days: 0, tally },
            real: platform,
          };
        }, commands);
      },
    ),
    {
      numRuns: Number(MODEL_RUNS ?? 180),
      ...(MODEL_SEED ? { seed: Number(MODEL_SEED) } : {}),
      ...(MODEL_PATH ? { path: MODEL_PATH } : {}),
      endOnFailure: MODEL_REPLAY !== undefined,
      interruptAfterTimeLimit: 55_000,
      markInterruptAsFailure: false,
    },
  );
}
