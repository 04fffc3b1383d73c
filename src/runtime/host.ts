/** Acts of the host: over a connection of the owner of the platform's tables, as migrations are; never with a login of the application. */
import type { Kysely } from 'kysely';
import { beginWithAdministrator, confirmOnHost, type Host, waitingOnHost } from '#platform/access/index.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import { openDatabase, openWorkPool } from './postgres/pool.ts';
import { ownerOf } from './postgres/roles.ts';
import type { Parts } from './systems/system.ts';
import { uuid7 } from './uuid.ts';

/** @param ownerUrl a login that may act as the owner */
export async function asHost<T>(ownerUrl: string, clock: () => Date, work: (host: Host) => Promise<T>): Promise<T> {
  const asOwner = `SET ROLE ${ownerOf('platform')}; SET search_path = public, pg_temp`;
  const pool = openWorkPool(ownerUrl, 1, (client) => client.query(asOwner));
  try {
    const database: Kysely<PlatformDatabase> = openDatabase(pool);
    return await work({ database, clock, newId: () => uuid7(clock()) });
  } finally {
    await pool.end();
  }
}

/** The first administrator, at the start that is given their account; without the owner's connection it is said how. */
export async function beginAdministration(
  { config, policy, clock, signIn }: Pick<Parts, 'config' | 'policy' | 'clock' | 'signIn'>,
  ownerUrl: string | undefined,
  log: (message: string) => void,
): Promise<void> {
  const { firstAdministrator, systems } = config;
  const issuer = signIn.platform?.issuer;
  if (!firstAdministrator || !issuer || !systems.includes('platform')) return;
  if (ownerUrl)
    await asHost(ownerUrl, clock, (host) => beginWithAdministrator(host, policy, { issuer, ...firstAdministrator }));
  else
    log(
      '第一位管理员由库的所有者登记：请在主机上给出 PLATFORM_OWNER_DATABASE_URL，运行 npx xinheng administrator confirm。',
    );
}

/** Confirms every administrator that waits for the host; answers their names. For the demo, whose host nobody sits at. */
export async function confirmAll(host: Host): Promise<string[]> {
  const names: string[] = [];
  for (const { proposal_id } of (await waitingOnHost(host)).proposals)
    names.push((await confirmOnHost(host, proposal_id)).receiver);
  return names;
}

export { beginWithAdministrator, confirmOnHost, waitingOnHost };
