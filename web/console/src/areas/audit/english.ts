/** English for the log. */
import type { Dictionary } from '../../../../shared/language.tsx';
import { TITLES_ENGLISH } from './titles-english.ts';

export const AUDIT_ENGLISH: Dictionary = {
  ...TITLES_ENGLISH,
  '本人（{key}…）': 'The person ({key}…)',
  未登录者: 'Nobody signed in',
  本人信息: 'Own data',
  权益申请: 'Request',
  '每一次办理和查看都在这里；您的检索也会记入。': 'Every act and every look is here; your searches are logged too.',
  检索: 'Search',
  异常提示: 'Anomalies',
  校验: 'Verify',
  一日内查看过多: 'Many looks in one day',
  查看本单位以外的事项: 'Looks outside own cases',
  夜间或非工作日查看: 'Looks at night or on days off',
  '这一时段共查看 {looks} 次。': '{looks} {looks|look|looks} in this period.',
  '提示不是结论：请先向本人和本单位核实。': 'A sign is not a finding: ask the officer and the department first.',
  '口径：一名经办人一日内查看超过 {many} 次；查看既不由本单位（含下属单位）报送、也不由其认定的事项；在 {night} 时至次日 {morning} 时或非工作日查看。':
    'How it is counted: more than {many} {many|look|looks} by one officer in a day; looks at cases neither reported nor determined by the own department or those below it; looks between {night}:00 and {morning}:00 or on days off.',
  '没有需要留意的情况。': 'Nothing that needs attention.',
  涉及主体: 'Subjects',
  怎么数出来的: 'How it was counted',
  '如事项 {cases}': 'Cases such as {cases}',
  '留痕只增不改。系统每小时把新增的留痕计入一棵散列树，并以数据库之外的密钥加印；校验时逐条重新计算，任何一条被改动、删除或插入都会指出来。':
    'The log is only ever added to. Every hour new entries join a hash tree, sealed with a key kept outside the database; verification recomputes every entry and names any that was altered, removed or inserted.',
  '另行保存的树头（可不填）': 'Tree head kept elsewhere (optional)',
  '写作“条数:树根”。填了才能发现末尾被整段截去，请把每次校验的树头抄存在本系统之外。':
    'Written “size:root”. Only with it can a cut-off end be found: keep the head of each verification outside this system.',
  '应为“条数:树根”，树根是 64 位小写十六进制数。': 'Should be “size:root”, the root 64 lower-case hexadecimal digits.',
  现在校验: 'Verify now',
  '相符：{entries} 条留痕逐条重新计算，无一改动。':
    'It fits: {entries} {entries|entry|entries} recomputed one by one, none altered.',
  '不符：共 {misfits} 处。': 'It does not fit: {misfits} {misfits|place|places}.',
  '与另行保存的树头一致。': 'Agrees with the head kept elsewhere.',
  树头: 'Tree head',
  计算时间: 'Computed',
  树头个数: 'Heads',
  之后新增: 'Added since',
  被查看的人: 'Person looked at',
  事项编号或主体标识: 'Case number or subject key',
  姓名或编号: 'Name or id',
  目的: 'Purpose',
  其中的文字: 'Words in it',
  '导出 CSV': 'Export CSV',
  '没有符合条件的留痕。': 'No entry fits.',
  时间: 'Time',
  系统: 'System',
  '只看此人：{key}': 'Only this person: {key}',
  事件: 'Event',
  名录: 'Directory',
};
