/**
 * What is kept of a table's header: titles of columns and sheets are typed by whoever made the table. One that holds what may not be kept
 * is named by its place instead.
 */
import { z } from 'zod';
import { freeText } from '#contracts/free-text.ts';
import { FileNote } from '#contracts/intake.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { tidyText } from '../matter.ts';
import { mayBeKept, type ScreenedJson, screenedJson } from '../screened.ts';
import { type FileTold, notesOf } from './file-notes.ts';
import type { TableReader } from './spreadsheet/index.ts';

const title = freeText(z.string());

/** As a batch keeps it. */
const KeptHeader = z.object({
  rowNumber: z.number().int(),
  titles: z.array(title),
  formKind: z.string(),
  columns: z.record(z.string(), z.number().int().optional()),
  ignored: z.array(title),
  duplicates: z.array(z.object({ field: z.string(), titles: z.array(title) })),
  guessed: z.array(z.object({ field: z.string(), title, meant: z.string() })),
  unreadSheets: z.array(title),
  notes: z.array(z.object({ ...FileNote.shape, zh: title, en: title, columns: z.array(title).optional() })).optional(),
});
type KeptHeader = z.infer<typeof KeptHeader>;

/** Of an opened table, with the titles as they stand in the file. */
export function headerOf({ header, otherSheets }: TableReader): KeptHeader {
  const { rowNumber, titles, formKind, columns, ignored, duplicates, guessed } = header;
  return {
    ...{ rowNumber, formKind, titles: [...titles], columns: { ...columns }, ignored: [...ignored] },
    duplicates: duplicates.map((one) => ({ field: one.field, titles: [...one.titles] })),
    guessed: [...guessed],
    unreadSheets: [...otherSheets],
  };
}

/** What names of columns are made of. A title that nobody knows and that is made of something else may be a person's name. */
const WORDS =
  /序|编|号|码|姓名|名称|性别|年龄|出生|日期|时间|年|月|日|备注|说明|类型|类别|种类|单位|部门|机关|机构|地址|住址|地点|所在|所属|社区|街道|乡镇|小区|区域|区|县|市|省|电话|手机|联系|方式|人员|人|金额|数量|数|量|状态|原因|理由|依据|结果|事项|事实|内容|情况|级别|等级|代|工商|注册|登记|税务|组织|企业|公司|法定|代表|证件|证书|身份证|证|许可|处罚|决定|文书|文|有效|截至|截止|期限|期|起|止|经办|填报|填表|报送|审核|审批|意见|推荐|职务|职称|岗位|学历|民族|面貌|邮箱|邮编|网址|数据|来源|信用|行政|相对|违法|行为|公示|公开|履行|更新|图片|附件|材料|项目|项|目|一|二|三|四|[\d\s\p{P}\p{S}]/gu;
const namesColumn = (title: string): boolean => [...title.normalize('NFKC').replaceAll(WORDS, '')].length <= 1;

/** A title longer than any column's name is not one, and is not kept either. */
const LONGEST = 200;

/** @param told what the whole file told, once it is read */
export function headerToKeep(policy: Policy, header: KeptHeader, told?: FileTold): ScreenedJson {
  const kept = (text: string, instead: string, isTitle = true) =>
    isTitle && text.length <= LONGEST && mayBeKept(policy, text) ? tidyText(text) : `（${instead}，原名未保存）`;
  const read = new Set(Object.values(header.columns));
  const titleAt = (index: number) => {
    const text = header.titles[index] ?? '';
    return kept(text, `第${index + 1}列`, read.has(index) || namesColumn(text));
  };
  const column = (text: string) => titleAt(header.titles.findIndex((one) => one.trim() === text.trim()));
  const named: KeptHeader = {
    ...header,
    titles: header.titles.map((_, index) => titleAt(index)),
    ignored: header.ignored.map(column),
    duplicates: header.duplicates.map((one) => ({ ...one, titles: one.titles.map(column) })),
    guessed: header.guessed.map((one) => ({ ...one, title: column(one.title) })),
    unreadSheets: header.unreadSheets.map((one, index) => kept(one, `未读取的第${index + 1}张工作表`)),
  };
  return screenedJson(policy, KeptHeader, told === undefined ? named : { ...named, notes: notesOf(named, told) });
}
