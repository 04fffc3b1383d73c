/** What the platform tells the site: lists, notices and withdrawals. Each is taken whole in one transaction or not at all. */

import { type Delivery, type RecordOutcome, requireInStep, type Taken } from '#contracts/envelope.ts';
import {
  type DirectoryPublished,
  type EditionEntry,
  type EditionPublished,
  editionDigest,
  type OrganisationRecordsPublished,
  type PunctualityPublished,
} from '#contracts/exchange.ts';
import type { Message } from '#contracts/webhook.ts';
import { lockNewest, noteNewest } from '#http/inbox-newest.ts';
import { orRefusal } from '#http/one-record.ts';
import { type Holdings, holdingsOf } from '#kernel/exchange/canonical-json.ts';
import { checkDocument } from '#kernel/identity/documents.ts';
import { checkUscc, isSoleTrader } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Said, verbatim } from '#kernel/refusal/said.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type SiteContext, transact } from '../context.ts';
import type { SiteTx } from '../database.ts';
import { announce, changedCodes } from '../notification/changes.ts';
import { turnNotices } from '../notification/turns.ts';
import { putPunctuality } from '../punctuality/store.ts';
import {
  listUnnoted,
  noteOrganisations,
  putOrganisations,
  putRecords,
  tidyOrganisations,
  withdrawRecord,
} from './organisations.ts';
import {
  addEdition,
  addNotice,
  findEditionDigest,
  isKnownList,
  listHeld,
  lockPublication,
  markEntry,
  nextState,
  rememberMessage,
  withdrawEntry,
} from './store.ts';

const SENDER = 'platform';

/** Takes a verified delivery, each message whole or not at all; one taken before changes nothing. */
export async function takeDelivery(context: SiteContext, delivery: Delivery): Promise<Taken> {
  return transact(context, async (tx) => {
    await lockPublication(tx);
    const at = context.clock();
    const known = await lockNewest(tx, SENDER);
    requireInStep(known, delivery.after);
    const outcomes = new Map<string, RecordOutcome>();
    const codes = new Set<string>();
    for (const { id, message } of delivery.records) {
      const take = () => takeMessage(tx, context.policy, { id, message, at }, codes);
      outcomes.set(id, await orRefusal(tx, take));
    }
    if ([...outcomes.values()].includes('accepted')) {
      for (const code of await turnNotices(tx, localDateAt(at), at)) codes.add(code);
      await announce(tx, [...codes], at, await nextState(tx, at));
    }
    return { outcomes, newest: await noteNewest(tx, SENDER, known, delivery.records.at(-1), at) };
  });
}

/** @param codes what it changes something about is added */
async function takeMessage(
  tx: SiteTx,
  policy: Policy,
  { id, message, at }: { readonly id: string; readonly message: Message; readonly at: Date },
  codes: Set<string>,
): Promise<RecordOutcome> {
  refuseImpossible(message, at);
  const { position } = message.data;
  if (!(await rememberMessage(tx, { id, type: message.type, position, at }))) return 'known';
  const changed = await changedCodes(tx, message);
  await apply(tx, policy, message, at);
  for (const code of changed) codes.add(code);
  return 'accepted';
}

async function apply(tx: SiteTx, policy: Policy, message: Message, at: Date): Promise<void> {
  switch (message.type) {
    case 'xinheng.edition.published':
      return publish(tx, policy, message.data, at);
    case 'xinheng.notice.opened':
      await requireList(tx, message.data.list);
      return addNotice(tx, message.data, at);
    case 'xinheng.entry.marked':
      return markEntry(tx, message.data);
    case 'xinheng.entry.withdrawn':
      await withdrawEntry(tx, message.data);
      return tidyOrganisations(tx, [message.data.uscc]);
    case 'xinheng.organisation-records.published':
      return noteOrganisations(tx, await putRecords(tx, message.data));
    case 'xinheng.organisation-record.withdrawn':
      await withdrawRecord(tx, message.data);
      return tidyOrganisations(tx, [message.data.uscc]);
    case 'xinheng.directory.published':
      return putOrganisations(tx, message.data);
    case 'xinheng.punctuality.published':
      return putPunctuality(tx, message.data);
    default:
      throw new Problem('delivery.unknown_type', { said: verbatim(message.type) });
  }
}

async function publish(tx: SiteTx, policy: Policy, message: EditionPublished, at: Date): Promise<void> {
  const { list, number } = message.manifest;
  await requireList(tx, list);
  const known = await findEditionDigest(tx, list, number);
  if (known === message.digest) return;
  if (known !== undefined) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${list} 第 ${number} 期已发布过，内容不同；已发布的期次不能改动`,
        en: `Edition ${number} of ${list} was published with other content; a published edition never changes.`,
      },
    });
  }
  const shown = await addEdition(tx, message, at);
  await noteOrganisations(
    tx,
    shown.map((entry) => ({ ...entry, area: areaOfEntry(policy, entry) })),
  );
}

async function requireList(tx: SiteTx, list: string): Promise<void> {
  if (await isKnownList(tx, list)) return;
  throw new Problem('request.invalid', {
    said: { zh: `本站没有“${list}”这一名单，不予接收`, en: `There is no list “${list}” here; nothing of it is taken.` },
  });
}

/** The zone the entry names, else the division its code was given in. */
export function areaOfEntry(
  policy: Policy,
  entry: { readonly uscc: string; readonly zone: string | null },
): string | null {
  if (entry.zone !== null) return policy.findZoneByName(entry.zone)?.id ?? null;
  return policy.divisions.find(({ code }) => code === entry.uscc.slice(2, 8))?.code ?? null;
}

/**
 * no-person-in-public: the code of every entry must be an organisation's; a resident id in its place is refused with the whole message, and
 * in its texts as well, but on a list: what was signed cannot be mended, so there the entry alone is held back (store.ts `isForEverybody`).
 */
function refuseImpossible(message: Message, at: Date): void {
  switch (message.type) {
    case 'xinheng.edition.published':
      if (editionDigest(message.data.manifest) !== message.data.digest) {
        throw new Problem('request.invalid', {
          said: { zh: '名单摘要与内容不一致', en: 'The digest is not that of the list.' },
        });
      }
      requireCodes(LIST, message.data.manifest.entries);
      break;
    case 'xinheng.notice.opened':
      requireCodes(LIST, message.data.entries);
      break;
    case 'xinheng.organisation-records.published':
      requireBusinesses({ zh: '记录', en: 'Record' }, message.data.records);
      break;
    case 'xinheng.directory.published':
      requireBusinesses({ zh: '名录', en: 'Directory entry' }, message.data.organisations);
      break;
    case 'xinheng.punctuality.published':
      requireCounts(message.data, at);
      break;
  }
}

const LIST: Said = { zh: '名单', en: 'List entry' };

type Line = Pick<EditionEntry, 'uscc' | 'name'> & { readonly matter?: string };

function requireCodes(what: Said, lines: readonly Line[]): void {
  const wrong = lines.findIndex(({ uscc }) => {
    const checked = checkUscc(uscc);
    return checked.verdict === 'invalid' || checked.uscc !== uscc || checkDocument('resident-id', uscc).ok;
  });
  if (wrong >= 0) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${what.zh}第 ${wrong + 1} 项的统一社会信用代码不正确，整份不予接收`,
        en: `${what.en} ${wrong + 1}: the unified social credit code is wrong; nothing of it is taken.`,
      },
    });
  }
  const trader = lines.findIndex(({ uscc }) => isSoleTrader(uscc));
  if (trader >= 0) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${what.zh}第 ${trader + 1} 项是个体工商户，属于自然人，整份不予接收`,
        en: `${what.en} ${trader + 1} is a sole trader, who is a natural person; nothing of it is taken.`,
      },
    });
  }
}

function requireOrganisations(what: Said, lines: readonly Line[]): void {
  requireCodes(what, lines);
  const personal = lines.findIndex(
    ({ name, matter }) => holdsDocumentNumber(name) || holdsDocumentNumber(matter ?? ''),
  );
  if (personal >= 0) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${what.zh}第 ${personal + 1} 项写有证件号码、个人电话或银行卡号，整份不予接收`,
        en: `${what.en} ${personal + 1} holds a number that names a person; nothing of it is taken.`,
      },
    });
  }
}

/** One message says one thing about one of them. */
function requireBusinesses(
  what: Said,
  lines: OrganisationRecordsPublished['records'] | DirectoryPublished['organisations'],
): void {
  requireOrganisations(what, lines);
  const names = lines.map((line) => ('recordId' in line ? line.recordId : line.uscc));
  if (new Set(names).size < names.length) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${what.zh}中有一项出现两次，整份不予接收`,
        en: `${what.en}: one stands there twice; nothing of it is taken.`,
      },
    });
  }
}

/** A month that is over, each department once, and bodies only: a name in which an identity number stands is nobody's office. */
function requireCounts({ month, counts }: PunctualityPublished, at: Date): void {
  if (month >= localDateAt(at).slice(0, 7)) {
    throw new Problem('request.invalid', {
      said: { zh: `${month} 还没有结束，按期情况不予接收`, en: `${month} is not over; its punctuality is not taken.` },
    });
  }
  const keys = counts.map(({ step, department }) => `${step} ${department ?? ''}`);
  if (new Set(keys).size < keys.length) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${month} 的按期情况中有一个部门出现两次，整份不予接收`,
        en: `One department stands twice in the punctuality of ${month}; nothing of it is taken.`,
      },
    });
  }
  if (counts.some(({ department }) => department !== null && holdsDocumentNumber(department))) {
    throw new Problem('request.invalid', {
      said: {
        zh: `${month} 的按期情况写有证件号码、个人电话或银行卡号，整份不予接收`,
        en: `The punctuality of ${month} holds a number that names a person; nothing of it is taken.`,
      },
    });
  }
}

/** What is held, in two figures, for the platform to compare. */
export async function holdings(context: SiteContext): Promise<Holdings> {
  return holdingsOf(await transact(context, listHeld));
}

/** At start: makes organisations findable whose entries came before there was anything to find them by. Repeating it changes nothing. */
export async function noteEarlierEntries(context: SiteContext): Promise<void> {
  await transact(context, async (tx) => {
    await lockPublication(tx);
    const entries = await listUnnoted(tx);
    await noteOrganisations(
      tx,
      entries.map((entry) => ({ ...entry, area: areaOfEntry(context.policy, entry) })),
    );
  });
}
