/** Rows leave a database as text and come back the same, whatever the table: divided, counted by itself, never to be changed, full of odd texts. */
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { readRows, writeRows } from './support/kept-rows.ts';

const SHAPE = `
  CREATE TABLE whole (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint REFERENCES whole, said text NOT NULL,
    length integer GENERATED ALWAYS AS (length(said)) STORED, bytes bytea, at timestamptz NOT NULL, list text[], "order" jsonb);
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON whole EXECUTE FUNCTION refuse_change();
  CREATE TABLE divided (subject uuid NOT NULL, number integer NOT NULL, PRIMARY KEY (subject, number)) PARTITION BY HASH (subject);
  CREATE TABLE divided_p0 PARTITION OF divided FOR VALUES WITH (MODULUS 2, REMAINDER 0);
  CREATE TABLE divided_p1 (number integer NOT NULL, gone text, subject uuid NOT NULL);
  ALTER TABLE divided_p1 DROP COLUMN gone;
  ALTER TABLE divided ATTACH PARTITION divided_p1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
  CREATE TRIGGER append_only BEFORE TRUNCATE ON divided_p0 EXECUTE FUNCTION refuse_change();
  ALTER TABLE divided ENABLE ROW LEVEL SECURITY; ALTER TABLE divided FORCE ROW LEVEL SECURITY;
  CREATE TABLE keyless (value double precision, of_when timestamptz)`;

/** What the format itself uses: ends of lines and of tables, tabs, its word for nothing, and the empty text beside nothing. */
const SAYINGS = ['一行\n两行', '\\.', 'COPY public.whole (id) FROM stdin;', '\t\\N\\\\', '', 'NULL', "'", '𠮷\u2028'];

test('what was kept comes back, through tables that are divided, generated, guarded and empty', async () => {
  const [from, to] = [await createTestDatabase('site'), await createTestDatabase('site')];
  try {
    for (const database of [from, to]) await ask(database, SHAPE);
    for (const said of SAYINGS) {
      await ask(
        from,
        `INSERT INTO whole (said, bytes, at, list, "order") VALUES ($1, $2, '2020-05-06 10:00:00.123456+08', ARRAY[$1, NULL], jsonb_build_object('a', $1::text))`,
        [said, Buffer.from(said)],
      );
    }
    await ask(from, 'INSERT INTO whole (parent, said, at) SELECT id, said, at FROM whole');
    await ask(from, 'INSERT INTO divided SELECT md5(n::text)::uuid, n FROM generate_series(1, 50) AS n');
    await ask(from, `INSERT INTO keyless VALUES (0.1, NULL), (1e300, 'infinity'), (NULL, '0044-03-15 BC')`);
    await ask(to, `INSERT INTO keyless VALUES (42, NULL)`);

    const { text, contents } = await writeRows(from.ownerUrl);
    expect(contents).toMatchObject({
      'public.whole': { rows: 2 * SAYINGS.length },
      'public.divided': { rows: 50 },
      'public.keyless': { rows: 3 },
      'public.publication_state': { rows: 1 },
      'public.subscription': { rows: 0 },
    });
    expect(Object.keys(contents).filter((name) => /_p\d|migration/.test(name))).toEqual([]);
    expect(await readRows(to.ownerUrl, text)).toEqual(contents);

    const everything = `SELECT jsonb_agg(to_jsonb(w) ORDER BY id) AS whole, (SELECT jsonb_agg(to_jsonb(d) ORDER BY number) FROM divided d) AS divided,
      (SELECT count(*) FROM divided_p0) AS first_part, (SELECT jsonb_agg(k::text ORDER BY k::text) FROM keyless k) AS keyless FROM whole w`;
    expect(await ask(to, everything)).toEqual(await ask(from, everything));
    // the numbers go on after the last one given out
    const [next] = await ask(to, `INSERT INTO whole (said, at) VALUES ('next', now()) RETURNING id`);
    expect(next).toEqual({ id: String(2 * SAYINGS.length + 1) });
    // and history is guarded again
    await expect(ask(to, 'DELETE FROM whole')).rejects.toMatchObject({ code: '42501' });
  } finally {
    await Promise.all([from.drop(), to.drop()]);
  }
});

async function ask(database: TestDatabase, text: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
