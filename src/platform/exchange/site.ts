/**
 * What the public site is told of organisations besides lists: good records everybody may see, written beside the change they tell of,
 * and the directory of registered organisations, handed over piece by piece after an import.
 */
import {
  type DirectoryPublished,
  ORGANISATIONS_PER_MESSAGE,
  type OrganisationRecordsPublished,
  type RegisteredOrganisation,
} from '#contracts/exchange.ts';
import { isSoleTrader } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { publicKinds } from '#kernel/policy/public-kinds.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { deliverable } from './inbox.ts';
import { addMessage, type PublishContext } from './outbox.ts';
import { areaOf, type DeliverableRecord, isPublicRecord, organisationRecord, type Unplaced } from './rules.ts';
import {
  addDirectoryPiece,
  addDisclosures,
  type DirectoryEntry,
  findZones,
  lastDirectoryPiece,
  listDirectoryAbove,
  lockDirectory,
  undisclosedRecords,
} from './site-store.ts';

/** Tells the site how these records stand; those that are not for everybody are left out. Answers the ids of the messages. */
export async function discloseRecords(
  tx: PlatformTx,
  context: PublishContext,
  records: readonly DeliverableRecord[],
): Promise<string[]> {
  const open = records.filter((record) => isPublicRecord(record, context.policy));
  const ids: string[] = [];
  for (let start = 0; start < open.length; start += ORGANISATIONS_PER_MESSAGE) {
    const part = open.slice(start, start + ORGANISATIONS_PER_MESSAGE);
    const zones = await findZones(tx, part);
    const message: Unplaced<OrganisationRecordsPublished> = {
      records: part.map((record) => {
        const { zone, division } = zones.get(record.recordId) ?? { zone: null, division: null };
        const area = areaOf(context.policy, { uscc: record.uscc ?? '', zone }) ?? division;
        return organisationRecord(record, area, context.policy);
      }),
    };
    await addDisclosures(tx, part, context.clock());
    ids.push(await addMessage(tx, context, 'xinheng.organisation-records.published', message));
  }
  return ids;
}

const discloser = systemActor('exchange.disclose');

/** At start: records determined before the site could be told of them. Each step is one transaction; repeating it changes nothing. */
export async function discloseEarlierRecords(context: PlatformContext): Promise<number> {
  const kinds = publicKinds(context.policy);
  for (let total = 0; ; ) {
    const told = await transact(context.database, discloser, async (tx) => {
      const today = localDateAt(context.clock());
      const rows = await undisclosedRecords(tx, kinds, today, ORGANISATIONS_PER_MESSAGE);
      if (rows.length === 0) return 0;
      await discloseRecords(tx, context, rows.map(deliverable));
      await writeAudit(tx, discloser, {
        at: context.clock(),
        action: 'record.disclosed',
        objectType: 'record',
        objectId: '*',
        detail: { count: rows.length },
      });
      return rows.length;
    });
    total += told;
    if (told === 0) return total;
  }
}

const directory = systemActor('exchange.send-directory');

/**
 * Hands the site everything of the directory that changed since the last piece, one message and one transaction per piece: after
 * a crash it goes on with the next. Sole traders, and names in which somebody's identity number stands, stay behind.
 */
export async function sendDirectory(context: PlatformContext): Promise<number> {
  for (let total = 0; ; ) {
    const sent = await transact(context.database, directory, async (tx) => {
      await lockDirectory(tx);
      const rows = await listDirectoryAbove(tx, await lastDirectoryPiece(tx), ORGANISATIONS_PER_MESSAGE);
      const last = rows.at(-1);
      if (!last) return undefined;
      const organisations = rows.filter(isForEverybody).map((row) => registered(row, context.policy));
      const message: Unplaced<DirectoryPublished> = { organisations };
      const at = context.clock();
      const outboxId =
        organisations.length === 0 ? null : await addMessage(tx, context, 'xinheng.directory.published', message);
      await addDirectoryPiece(tx, { upTo: last.revision, outboxId, organisations: organisations.length, at });
      await writeAudit(tx, directory, {
        at,
        action: 'directory.sent',
        objectType: 'directory',
        objectId: last.revision,
        detail: { organisations: organisations.length, keptBack: rows.length - organisations.length },
      });
      return organisations.length;
    });
    if (sent === undefined) return total;
    total += sent;
  }
}

const isForEverybody = ({ uscc, name }: DirectoryEntry) => !isSoleTrader(uscc) && !holdsDocumentNumber(name);

function registered(row: DirectoryEntry, policy: Policy): RegisteredOrganisation {
  return { uscc: row.uscc, name: row.name, area: areaOf(policy, row), registeredOn: row.registered_on };
}
