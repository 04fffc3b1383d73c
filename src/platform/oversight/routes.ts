/** HTTP of oversight, for auditors only. */
import { Readable } from 'node:stream';
import {
  Anomalies,
  AnomalyQuery,
  AuditFilter,
  type AuditItem,
  AuditPage,
  AuditQuery,
  AuditVerification,
  VerifyQuery,
} from '#contracts/audit.ts';
import { Problem } from '#kernel/problems.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv.ts';
import { anomalies, exportAudit, searchAudit } from './search.ts';
import { recordCheckpoint, verifyAudit } from './verify.ts';

const tags = ['oversight'];

export const oversightRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/audit',
    {
      schema: {
        tags,
        summary: '检索留痕，新的在前（检索本身留痕）',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async (request) => searchAudit(context, requireActor(request, 'auditor'), request.query),
  );

  app.get(
    '/audit/export',
    {
      schema: {
        tags,
        summary: '导出留痕为 CSV，首行为树头（导出本身留痕）',
        querystring: AuditFilter,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'auditor');
      const pages = exportAudit(context, actor, request.query);
      const first = await pages.next(); // a refusal must come before the first byte
      const head = await recordCheckpoint(context);
      const name = `xinheng-audit-${context.clock().toISOString().slice(0, 10)}.csv`;
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(
          Readable.from(
            (async function* () {
              yield BYTE_ORDER_MARK +
                csvLine(['树头条数', head?.size ?? 0, '树根', head?.root ?? '', '计算时间', head?.at ?? '']) +
                csvLine(COLUMNS);
              for (let page = first; !page.done; page = await pages.next()) yield page.value.map(line).join('');
            })(),
          ),
        );
    },
  );

  app.get(
    '/audit/anomalies',
    {
      schema: {
        tags,
        summary: '异常提示：一日内查看过多、查看本单位以外的事项、夜间和非工作日查看',
        querystring: AnomalyQuery,
        response: { 200: Anomalies },
      },
    },
    async (request) => anomalies(context, requireActor(request, 'auditor'), request.query),
  );

  app.get(
    '/audit/verify',
    {
      schema: {
        tags,
        summary: '校验留痕：重新计算全部散列，指出第一条不符的留痕',
        querystring: VerifyQuery,
        response: { 200: AuditVerification },
      },
    },
    async (request) => {
      const actor = requireActor(request, 'auditor');
      const { size, root } = request.query;
      if ((size === undefined) !== (root === undefined))
        throw new Problem('request.invalid', {
          detail: '另行保存的树头须同时填写条数和树根。',
          detailEn: 'A tree head kept elsewhere needs both the number of entries and the root.',
        });
      return verifyAudit(context, actor, request.query);
    },
  );
};

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
