/** What members of the law's sets are called: ids are for files, words for people. What is not here is said as it is written. */
import { FIELD_TITLES } from '../policy/row-fields.ts';

/** Chinese; in English the ids are words themselves. */
const TITLES: Readonly<Record<string, string>> = {
  ...FIELD_TITLES,
  name: '姓名或者名称',
  minor: '轻微',
  unlisted: '词表以外的事项',
  case: '逐件认定',
  'decision-number': '一份文书一条',
  religion: '宗教信仰',
  genes: '基因',
  fingerprints: '指纹',
  'blood-type': '血型',
  disease: '疾病和病史',
  law: '法律',
  'administrative-regulation': '行政法规',
  'local-regulation': '地方性法规',
  'standing-committee-decision': '人大常委会的决定',
  document: '其他文件',
  unnamed: '没有写明的依据',
  authorities: '机关共享',
  authorisation: '经授权查询',
  public: '向社会公开',
  adverse: '不良名单',
  good: '良好名单',
  administrator: '管理员',
  reporter: '报送员',
  reviewer: '审核员',
  determiner: '认定员',
  'credit-office': '信用主管部门',
  auditor: '审计员',
  assistant: '窗口人员',
};

export const memberTitle = (member: string): string =>
  member
    .split('+')
    .map((one) => TITLES[one] ?? one)
    .join('与');
