/** What the platform tells the site: lists, notices and withdrawals. Each is taken whole in one transaction or not at all. */
import { type EditionEntry, type EditionPublished, editionDigest, type NoticeOpened } from '#contracts/exchange.ts';
import { type CloudEvent, type InboxAnswer, type Message, readMessage } from '#contracts/webhook.ts';
import { type Holdings, holdingsOf } from '#kernel/exchange/canonical-json.ts';
import { checkDocument } from '#kernel/identity/documents.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/problems.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { type SiteContext, transact } from '../context.ts';
import type { SiteTx } from '../database.ts';
import {
  addEdition,
  addNotice,
  findEditionDigest,
  listHeldEditions,
  lockPublication,
  markEntry,
  rememberMessage,
  withdrawEntry,
} from './store.ts';

/** Takes one verified event; a message taken before changes nothing. */
export async function receive(context: SiteContext, event: CloudEvent): Promise<InboxAnswer['outcome']> {
  const message = readMessage(event, 'site');
  refuseImpossible(message);
  return transact(context, async (tx) => {
    await lockPublication(tx);
    const at = context.clock();
    const { position } = message.data;
    if (!(await rememberMessage(tx, { id: event.id, type: event.type, position, at }))) return 'known';
    await apply(tx, message, at);
    return 'accepted';
  });
}

async function apply(tx: SiteTx, message: Message, at: Date): Promise<void> {
  switch (message.type) {
    case 'xinheng.edition.published':
      return publish(tx, message.data, at);
    case 'xinheng.notice.opened':
      return addNotice(tx, message.data, at);
    case 'xinheng.entry.marked':
      return markEntry(tx, message.data);
    case 'xinheng.entry.withdrawn':
      return withdrawEntry(tx, message.data);
    default:
      throw new Problem('delivery.unknown_type', { detail: message.type });
  }
}

async function publish(tx: SiteTx, message: EditionPublished, at: Date): Promise<void> {
  const { list, number } = message.manifest;
  const known = await findEditionDigest(tx, list, number);
  if (known === message.digest) return;
  if (known !== undefined) {
    throw new Problem('request.invalid', { detail: `${list} 第 ${number} 期已发布过，内容不同；已发布的期次不能改动` });
  }
  await addEdition(tx, message, at);
}

/** no-person-in-public: the code of every entry must be an organisation's; a resident id in its place, or in its texts, is refused with the whole message. */
function refuseImpossible(message: Message): void {
  if (message.type === 'xinheng.edition.published') {
    if (editionDigest(message.data.manifest) !== message.data.digest) {
      throw new Problem('request.invalid', { detail: '名单摘要与内容不一致' });
    }
    requireOrganisations(message.data.manifest.entries);
  }
  if (message.type === 'xinheng.notice.opened') requireOrganisations((message.data satisfies NoticeOpened).entries);
}

function requireOrganisations(entries: readonly EditionEntry[]): void {
  const wrong = entries.findIndex(({ uscc }) => {
    const checked = checkUscc(uscc);
    return checked.verdict === 'invalid' || checked.uscc !== uscc || checkDocument('resident-id', uscc).ok;
  });
  if (wrong >= 0) {
    throw new Problem('request.invalid', { detail: `名单第 ${wrong + 1} 项的统一社会信用代码不正确，整期不予接收` });
  }
  const personal = entries.findIndex(({ name, matter }) => holdsDocumentNumber(name) || holdsDocumentNumber(matter));
  if (personal >= 0) {
    throw new Problem('request.invalid', { detail: `名单第 ${personal + 1} 项写有身份证号码，整期不予接收` });
  }
}

/** What is held, in two figures, for the platform to compare. */
export async function holdings(context: SiteContext): Promise<Holdings> {
  return holdingsOf(await transact(context, listHeldEditions));
}
