/** HTTP of oversight, for auditors only. */
import { Readable } from 'node:stream';
import { type AuditFilter, type AuditItem, oversightEndpoints, type VerifyQuery } from '#contracts/audit.ts';
import { BYTE_ORDER_MARK, csvLine } from '#documents/spreadsheet/csv.ts';
import type { SentFile } from '#http/answer.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import type { PlatformContext } from '../context.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { anomalies, exportAudit, searchAudit } from './search.ts';
import { recordCheckpoint, verifyAudit } from './verify.ts';

export const oversightRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, oversightEndpoints, {
    'GET /audit': ({ caller, query }) => searchAudit(context, caller, query),
    'GET /audit/export': ({ caller, query }) => auditFile(context, caller, query),
    'GET /audit/anomalies': ({ caller, query }) => anomalies(context, caller, query),
    'GET /audit/verify': ({ caller, query }) => verifyAudit(context, caller, wholeHead(query)),
  });
};

async function auditFile(context: PlatformContext, actor: Actor, filter: AuditFilter): Promise<SentFile> {
  const pages = exportAudit(context, actor, filter);
  const first = await pages.next(); // a refusal must come before the first byte
  const head = await recordCheckpoint(context);
  async function* lines() {
    yield BYTE_ORDER_MARK +
      csvLine(['树头条数', head?.size ?? 0, '树根', head?.root ?? '', '计算时间', head?.at ?? '']) +
      csvLine(COLUMNS);
    for (let page = first; !page.done; page = await pages.next()) yield page.value.map(line).join('');
  }
  return {
    content: Readable.from(lines()),
    fileName: `xinheng-audit-${context.clock().toISOString().slice(0, 10)}.csv`,
  };
}

function wholeHead(query: VerifyQuery): VerifyQuery {
  if ((query.size === undefined) !== (query.root === undefined))
    throw new Problem('request.invalid', {
      said: {
        zh: '另行保存的树头须同时填写条数和树根。',
        en: 'A tree head kept elsewhere needs both the number of entries and the root.',
      },
    });
  return query;
}

const COLUMNS = [
  '序号',
  '时间',
  '经办人',
  '经办人编号',
  '单位',
  '办理',
  '办理代码',
  '目的',
  '主体标识',
  '对象',
  '对象编号',
  '详情',
  '请求编号',
];

function line(item: AuditItem): string {
  return csvLine([
    ...[item.id, item.at, item.actorName, item.actorId, item.department, item.actionTitle, item.action, item.purpose],
    ...[item.subjectKey, item.objectType, item.objectId, JSON.stringify(item.detail), item.requestId],
  ]);
}
