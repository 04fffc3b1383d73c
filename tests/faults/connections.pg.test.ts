/** Whatever happens to a connection on its way, the request that used it is answered 503, and the next one that can be served is. */
import type { FastifyInstance } from 'fastify';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { copyBinary } from '#platform/intake/copy-in.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FaultProxy, faultProxy } from '../support/fault-proxy.ts';
import { testServer } from '../support/systems.ts';

let its: TestDatabase;
let owner: pg.Client;
let proxy: FaultProxy;
let pool: pg.Pool;
let database: Kysely<unknown>;
let server: FastifyInstance;

beforeAll(async () => {
  its = await createTestDatabase('platform');
  owner = new pg.Client({ connectionString: its.ownerUrl });
  await owner.connect();
  await owner.query(
    'CREATE TABLE note (text text); GRANT ALL ON note TO PUBLIC; CREATE TABLE copied (bytes bytea); GRANT ALL ON copied TO PUBLIC',
  );
});
afterAll(async () => {
  await owner?.end();
  await its?.drop();
});
beforeEach(async () => {
  proxy = await faultProxy({ port: Number(new URL(its.url).port) });
  // impatient, so that the test is not as slow as a fault; the product's own limits are in pool.ts
  pool = openPool(proxy.through(its.url), 4, { connect: 1_500, statement: 3_000, idleInTransaction: 1_000 });
  database = openDatabase(pool);
  server = await testServer();
  server.get('/read', async () => (await sql`SELECT 1 AS one`.execute(database)).rows);
  server.get('/sleep', async () => (await sql`SELECT pg_sleep(30)`.execute(database)).rows);
  server.get('/slow-row', async () => (await sql`SELECT repeat('x', 200000) AS text`.execute(database)).rows);
  server.post('/write', async () =>
    database.transaction().execute(async (tx) => {
      await sql`INSERT INTO note VALUES ('kept')`.execute(tx);
      return { written: true };
    }),
  );
  server.post('/write-slowly', async () =>
    database.transaction().execute(async (tx) => {
      await sql`INSERT INTO note VALUES ('slowly')`.execute(tx);
      await sql`SELECT pg_sleep(2)`.execute(tx);
      await sql`INSERT INTO note VALUES ('slowly')`.execute(tx);
      return { written: true };
    }),
  );
  server.post('/think', async () =>
    database.transaction().execute(async (tx) => {
      await sql`INSERT INTO note VALUES ('thinking')`.execute(tx);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await sql`INSERT INTO note VALUES ('thinking')`.execute(tx);
      return { written: true };
    }),
  );
});
afterEach(async () => {
  proxy.thaw();
  await server.close();
  await proxy.close();
  await pool.end();
  // whose line was cut may not have noticed: its statement would be taken for one of the next test
  await terminate();
  await expect.poll(sessions).toBe(0);
  await owner.query('TRUNCATE note, copied');
});

const get = (path: string) => server.inject({ method: 'GET', url: path });
const post = (path: string) => server.inject({ method: 'POST', url: path });
const expectAway = (response: { statusCode: number; headers: Record<string, unknown>; json(): unknown }) => {
  expect(response.json()).toMatchObject({ code: 'unavailable' });
  expect(response.statusCode).toBe(503);
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
};
const expectServed = async () => {
  expect((await get('/read')).json()).toEqual([{ one: 1 }]);
  expect((await post('/write')).statusCode).toBe(200);
};
const busy = (statement: string) =>
  expect
    .poll(async () => {
      const { rows } = await owner.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'app_%' AND state = 'active' AND query LIKE $1`,
        [`%${statement}%`],
      );
      return rows.length;
    })
    .toBeGreaterThan(0);
const sessions = async () =>
  (await owner.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'app_%'`))
    .rowCount;
const terminate = () =>
  owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'app_%'`,
  );

test.each(['reset', 'end'] as const)('cut in the middle of a statement (%s)', async (how) => {
  const answer = get('/sleep');
  await busy('pg_sleep');
  proxy.cut(how);
  expectAway(await answer);
  await expectServed();
});

test('cut while it lay idle in the pool', async () => {
  await expectServed();
  proxy.cut();
  await expect.poll(() => pool.totalCount).toBe(0);
  await expectServed();
});

test('cut while it lay idle, and used before anybody noticed', async () => {
  await expectServed();
  proxy.cut('end');
  const answers = await Promise.all(Array.from({ length: 8 }, () => get('/read')));
  for (const answer of answers) if (answer.statusCode !== 200) expectAway(answer);
  await expectServed();
});

test('cut in the middle of an answer', async () => {
  await expectServed();
  proxy.cutAfter(50_000);
  expectAway(await get('/slow-row'));
  proxy.thaw();
  await expectServed();
});

test('cut in the middle of a transaction: nothing of it stays', async () => {
  const answer = post('/write-slowly');
  await busy('pg_sleep');
  proxy.cut();
  expectAway(await answer);
  await expectServed();
  expect((await owner.query("SELECT FROM note WHERE text = 'slowly'")).rowCount).toBe(0);
});

test('ended by the server, in the middle of a statement and idle', async () => {
  await expectServed();
  const answer = get('/sleep');
  await busy('pg_sleep');
  await terminate();
  expectAway(await answer);
  await expectServed();
});

test('refused, and taken again later', async () => {
  await proxy.refuse();
  expectAway(await get('/read'));
  expectAway(await post('/write'));
  await proxy.listen();
  await expectServed();
});

test('turned away by a balancer that has no server', async () => {
  proxy.turnAway();
  for (let time = 0; time < 6; time++) expectAway(await get('/read'));
  proxy.thaw();
  await expectServed();
});

test('frozen before it was open: given up after the time for connecting', async () => {
  proxy.freeze();
  const answers = await Promise.all(Array.from({ length: 7 }, () => get('/read')));
  for (const answer of answers) expectAway(answer);
  proxy.thaw();
  await expectServed();
});

test('frozen in the middle of a statement: given up when no answer can come any more', async () => {
  const answer = get('/sleep');
  await busy('pg_sleep');
  proxy.freezeOpen();
  expectAway(await answer);
  await expectServed();
  await terminate();
}, 60_000);

test('a statement that takes too long is given up by the server', async () => {
  expectAway(await get('/sleep'));
  await expectServed();
});

test('a transaction in which nobody says anything for too long is given up by the server, and nothing of it stays', async () => {
  expectAway(await post('/think'));
  await expectServed();
  expect((await owner.query("SELECT FROM note WHERE text = 'thinking'")).rowCount).toBe(0);
});

test('no room on the server', async () => {
  const { rows } = await owner.query('SELECT quote_ident($1) AS login', [new URL(its.url).username]);
  const name = new URL(its.url).pathname.slice(1);
  await owner.query(`ALTER DATABASE "${name}" CONNECTION LIMIT 0`);
  try {
    expectAway(await get('/read'));
  } finally {
    await owner.query(`ALTER DATABASE "${name}" CONNECTION LIMIT -1`);
  }
  expect(rows[0].login).toBe('app_platform');
  await expectServed();
});

test('too few connections for all who ask: whoever waits too long is asked to come again', async () => {
  const sleeping = Array.from({ length: 4 }, () => get('/sleep'));
  await busy('pg_sleep');
  expectAway(await get('/read'));
  await terminate();
  for (const answer of await Promise.all(sleeping)) expectAway(answer);
  await expectServed();
});

test('the primary has become a standby: every connection to it leaves the pool, and the next ones reach the new primary', async () => {
  await Promise.all(Array.from({ length: 4 }, () => get('/read')));
  const before = await pids();
  expect(before.length).toBeGreaterThan(1);
  // what a demoted server answers; a balancer leads new connections to the one that was promoted
  await owner.query(
    `CREATE FUNCTION demoted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF pg_backend_pid() = ANY ('{${before.join(',')}}') THEN RAISE 'cannot execute INSERT in a read-only transaction' USING ERRCODE = '25006'; END IF;
       RETURN NEW; END $$;
     CREATE TRIGGER demoted BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION demoted()`,
  );
  try {
    expectAway(await post('/write'));
    await expect.poll(async () => (await pids()).filter((pid) => before.includes(pid))).toEqual([]);
    await expectServed();
  } finally {
    await owner.query('DROP TRIGGER demoted ON note; DROP FUNCTION demoted()');
  }
});

const pids = async (): Promise<number[]> =>
  (
    await owner.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'app_%' ORDER BY pid`,
    )
  ).rows.map(({ pid }) => pid);

/** Rows of so many zeros as a binary COPY stream. */
function copyStream(...rows: number[]): Buffer {
  const head = Buffer.concat([Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  const encoded = rows.map((bytes) => {
    const row = Buffer.alloc(6 + bytes);
    row.writeInt16BE(1, 0);
    row.writeInt32BE(bytes, 2);
    return row;
  });
  return Buffer.concat([head, ...encoded, Buffer.from([0xff, 0xff])]);
}

test.each([
  ['cut', async () => proxy.cut()],
  ['ended by the server', terminate],
  ['given up by the server, which goes on reading', async () => {}],
] as const)('a COPY whose socket is full: %s', async (how, happen) => {
  // the server works on the first row while the rest of the stream fills the way to it
  await owner.query(
    `CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$;
     CREATE TRIGGER dawdle BEFORE INSERT ON copied FOR EACH ROW EXECUTE FUNCTION dawdle()`,
  );
  const patience = { connect: 10_000, statement: 2_000, idleInTransaction: 10_000 };
  const direct = openPool(how === 'cut' ? proxy.through(its.url) : its.url, 1, patience);
  try {
    const client = await direct.connect();
    const copying = copyBinary(client, 'COPY copied FROM STDIN (FORMAT binary)', copyStream(10, 40_000_000));
    const failed = expect(copying).rejects.toThrow();
    await busy('COPY copied');
    await happen();
    await failed;
    client.release();
    await new Promise((resolve) => setTimeout(resolve, 500)); // what the stream still would do, it does now
    expect((await direct.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  } finally {
    await direct.end();
    await owner.query('DROP TRIGGER dawdle ON copied; DROP FUNCTION dawdle()');
  }
});

test('a COPY that fails half-way for what it holds', async () => {
  const client = await pool.connect();
  const torn = copyStream(30_000_000).subarray(0, 20_000_000);
  await expect(copyBinary(client, 'COPY copied FROM STDIN (FORMAT binary)', torn)).rejects.toThrow();
  client.release();
  await expectServed();
});
