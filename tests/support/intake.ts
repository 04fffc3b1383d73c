/** A platform that can take files in: its own database and file store, departments of the real pack, one reporting officer. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import type { Actor, Role } from '#platform/access/actor.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { openFileStore } from '#platform/files/index.ts';
import type { IntakeContext } from '#platform/intake/context.ts';
import { DEFAULT_LIMITS } from '#platform/intake/index.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { openDatabase, openPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import { createTestDatabase } from './database.ts';
import { insertOfficer, officerActor } from './officers.ts';
import { type Clock, testClock, testKeyring, zhengzhou } from './systems.ts';

export interface TestIntake {
  readonly context: IntakeContext;
  readonly clock: Clock;
  /** the tables' owner: looks behind row-level security */
  readonly owner: pg.Client;
  /** application login, for another process */
  readonly url: string;
  readonly filesDirectory: string;
  /** reports for the health commission */
  readonly reporter: Actor;
  officer(departmentId: string, ...roles: Role[]): Promise<Actor>;
  close(): Promise<void>;
}

export async function openIntake(start = '2020-05-01T02:00:00Z'): Promise<TestIntake> {
  const test = await createTestDatabase('platform');
  const pool = openPool(test.url);
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  const filesDirectory = mkdtempSync(join(tmpdir(), 'xinheng-intake-'));
  const clock = testClock(start);
  const policy = await zhengzhou();
  const context: IntakeContext = {
    database: openDatabase<PlatformDatabase>(pool),
    pool,
    files: openFileStore(filesDirectory, testKeyring, randomBytes, DEFAULT_LIMITS.fileBytes),
    policy,
    policies: onlyPolicy(policy),
    calendar: loadCalendar(),
    keyring: testKeyring,
    clock,
    newId: () => uuid7(clock()),
    randomBytes,
  };
  for (const { id, name, parent, level, functions } of policy.departments) {
    await owner.query('INSERT INTO department (id, name, parent_id, level, functions) VALUES ($1, $2, $3, $4, $5)', [
      ...[id, name, parent ?? null, level, functions],
    ]);
  }
  async function officer(departmentId: string, ...roles: Role[]): Promise<Actor> {
    const id = await insertOfficer(owner, { departmentId, roles });
    return officerActor({ id, name: '测试经办人', departmentId, roles });
  }
  return {
    context,
    clock,
    owner,
    url: test.url,
    filesDirectory,
    reporter: await officer('health-commission', 'reporter'),
    officer,
    async close() {
      await owner.end();
      await pool.end();
      await test.drop();
      rmSync(filesDirectory, { recursive: true, force: true });
    },
  };
}

/** Text as the body of an upload. */
export async function* body(content: string | Buffer): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let from = 0; from < bytes.length; from += 50_000) yield bytes.subarray(from, from + 50_000);
}
