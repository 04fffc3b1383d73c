/** One of the two servers that `npm run bench:site` compares, in a process of its own: the site as it is, or the least one could write. */

import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import pg from 'pg';
import { createServer } from '#runtime/http/server.ts';
import { loadLaw } from '#runtime/law.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { openDatabase, openPool, openPreparedPool } from '#runtime/postgres/pool.ts';
import { publicationKey, publicSite, type SiteDatabase } from '#site/index.ts';

const { which, url, policy, port } = JSON.parse(process.argv[2] ?? '') as {
  which: 'site' | 'bare';
  url: string;
  policy: string;
  port: number;
};

async function theSite() {
  const app = await createServer({ trustProxy: false, rateLimitPerMinute: 100_000_000, secure: false, logger: false });
  const database = openDatabase<SiteDatabase>(openPool(url));
  const context = {
    database,
    prepared: openPreparedPool(url),
    policy: await loadPolicy(policy),
    law: await loadLaw(),
    clock: () => new Date(),
  };
  await app.register(publicSite, {
    context,
    publicUrl: `http://localhost:${port}`,
    folder: join(tmpdir(), `xinheng-bench-open-data-${process.pid}`),
    key: publicationKey(randomBytes(32).toString('base64')),
    requestsPerMinute: 100_000_000,
    wallClock: () => new Date(),
    newId: randomUUID,
  });
  return app;
}

/** Nothing but Fastify, pg and one look-up by primary key: no headers, no checks, no schema. */
async function bare() {
  const app = Fastify({ logger: false });
  const pool = new pg.Pool({ connectionString: url });
  app.get<{ Params: { uscc: string } }>('/api/site/v1/organisations/:uscc', async (request) => {
    const { rows } = await pool.query({
      name: 'one',
      text: 'SELECT uscc, name, area, registered_on FROM organisation WHERE uscc = $1',
      values: [request.params.uscc],
    });
    return rows[0];
  });
  return app;
}

const app = await (which === 'site' ? theSite() : bare());
console.log(await app.listen({ host: '127.0.0.1', port }));
process.once('SIGTERM', () => process.exit());
