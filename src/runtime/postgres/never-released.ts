/** Databases of 0.1, which was never released: the schema was laid out anew since (051), so they are recognised and left as they are. */
import type pg from 'pg';
import { ConfigError } from '../config-error.ts';

/** The table in which 0.1 noted its migrations; the series of today is noted under another name (`MIGRATIONS`). */
const NOTED_BY_0_1 = 'public.kysely_migration';

/** Where today's series is noted. */
export const MIGRATIONS = 'schema_migration';

/** @throws ConfigError where the database was made by 0.1, at whatever migration; nothing has been changed then */
export async function refuseNeverReleased(client: pg.ClientBase, dataDirectory: string): Promise<void> {
  const { rows } = await client.query<{ noted: boolean; name: string }>(
    'SELECT to_regclass($1) IS NOT NULL AS noted, current_database() AS name',
    [NOTED_BY_0_1],
  );
  if (!rows[0]?.noted) return;
  const folder = dataDirectory ? `数据目录 ${dataDirectory}` : '原数据目录';
  throw new ConfigError(
    `数据库 ${rows[0].name} 是 0.1 版建立的。0.1 版从未正式发布，此后库表结构重新编排过，本版不能升级或接着用它。没有改动任何内容。\n` +
      `  演示：请把${folder} 改名留存或删除，再重新启动，演示会从头讲起。\n` +
      '  其他：请原样保留这些库和原数据目录，只用 0.1 版打开；用本版请以 DATA_DIR 另指一个数据目录，并以 DATABASE_URL 指向另一台数据库服务器，或以 PLATFORM_DATABASE_URL 等指向新建的空库。',
  );
}
