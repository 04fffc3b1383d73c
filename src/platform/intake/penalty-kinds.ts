/**
 * 处罚种类 (行政处罚法 9), as the national penalty form has it in a column of its own where other tables name the document. It says which
 * document the decision is, as far as the grade goes by it; whether a procedure was a simple one no such column says.
 */
import type { CatalogueKind } from '#kernel/policy/policy.ts';

const WARNING = '警告';
const KINDS: ReadonlySet<string> = new Set([
  ...[WARNING, '通报批评', '罚款', '没收违法所得', '没收非法财物', '暂扣许可证件', '降低资质等级', '吊销许可证件'],
  ...['限制开展生产经营活动', '责令停产停业', '责令关闭', '限制从业', '行政拘留', '不得申请行政许可', '其他'],
]);

/**
 * What a cell about the document means: a list of kinds of penalty is the penalty decision, one that is a warning and nothing else the
 * kind's own document for that. Everything else is what it says.
 */
export function documentSaid(cell: string, kind: Pick<CatalogueKind, 'decisionTypes'>): string {
  const parts = cell.split(/[、，,;；/／和及]/u).map((part) => part.trim().replace(/^处以|^给予/u, ''));
  if (!parts.every((part) => KINDS.has(part))) return cell;
  const titled = (id: string) => kind.decisionTypes.find((one) => one.id === id)?.title;
  const onlyWarned = parts.every((part) => part === WARNING);
  return (onlyWarned ? titled('warning') : undefined) ?? titled('penalty') ?? cell;
}
