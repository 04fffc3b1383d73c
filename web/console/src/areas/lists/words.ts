/** The lists' words, the same on every page. */
import type { Conflict, Gate, Round, RoundSummary } from '#contracts/lists.ts';

export const ROUND_STATES: Readonly<Record<RoundSummary['state'], readonly [string, string]>> = {
  notice: ['公示中', 'wait'],
  signing: ['公示期满，待会签发布', 'wait'],
  published: ['已发布', 'good'],
  overtaken: ['已重新公示', 'plain'],
};

export type RoundEntry = Round['entries'][number];

export const ENTRY_STATES: Readonly<Record<RoundEntry['status'], readonly [string, string]>> = {
  proposed: ['拟列入', 'plain'],
  open: ['待处理', 'wait'],
  kept: ['决定列入', 'good'],
  struck: ['决定不列入', 'bad'],
};

/** What somebody may do about an entry. */
export type EntryAct = 'objection' | 'kept' | 'struck';

export const ENTRY_ACTS: Readonly<Record<EntryAct, string>> = {
  objection: '登记异议',
  kept: '决定列入',
  struck: '决定不列入',
};

export const DECISIONS: Readonly<Record<RoundEntry['decisions'][number]['decision'], string>> = {
  'conflict-found': '发现冲突',
  objection: '收到异议',
  kept: '决定列入',
  struck: '决定不列入',
};

export const CONFLICTS: Readonly<Record<Conflict['conflict'], string>> = {
  'on-both-lists': '两榜都有推荐',
  'adverse-in-force': '有不良信息',
  'name-differs': '名称不一致',
  'objection-open': '异议未办结',
};

export const GATES: Readonly<Record<Gate['gate'], string>> = {
  current: '本轮为最新一轮，尚未发布',
  event: '宣布文件已登记并生效',
  notice: '公示期已满',
  conflicts: '冲突和异议都已处理',
  entries: '有可以列入的条目',
  basis: '法规依据已登记，告知和决定文书齐备',
  signatures: '信用主管部门和各推荐单位都已会签',
};
