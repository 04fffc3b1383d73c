/** English for enacting. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const ENACTING_ENGLISH: Dictionary = {
  启用: 'Enacting',
  '规则由一人提出、另一人确认，自所定之日零时起施行。':
    'One officer proposes rules, another confirms them; they begin at midnight of their day.',
  '文件夹的检查没有通过，运行的仍是已施行的版本。改正后再提出。':
    'The check of the folder fails; what is enacted goes on running. Mend it, then propose.',
  '文件夹与已施行的内容相同。': 'The folder says what is enacted.',
  与已施行的不同: 'Differs from what is enacted',
  提出: 'Propose',
  自哪一日起: 'From which day',
  '最早为 {day}': 'not before {day}',
  预演: 'Rehearse',
  提出施行: 'Propose to enact',
  '提出废止 {notice}': 'Propose to repeal {notice}',
  废止: 'repealed',
  '第 {version} 版，{n} 处不同': 'version {version}, {n} {n|difference|differences}',
  '妨碍施行，须先解决': 'In the way, to be settled first',
  会改变的: 'What changes',
  '在办和已有的，没有会改变的。': 'Nothing that is open or on record changes.',
  '不受影响：在办事项 {cases} 件、申请 {requests} 件、名单条目 {entries} 个，都按原来的版本办完。':
    'Not affected: {cases} open {cases|case|cases}, {requests} {requests|request|requests}, {entries} list {entries|entry|entries}; all go on under the version they began with.',
  已确认: 'confirmed',
  办结的提案: 'Proposals that ended',
  '废止，自 {day} 起失效': 'Repeal, without force from {day}',
  '施行，自 {day} 起': 'Enact, from {day}',
  确认施行: 'Confirm',
  确认废止: 'Confirm the repeal',
  '确认施行？': 'Enact this?',
  '确认废止？': 'Repeal this?',
  '自 {day} 零时起生效，不能撤回；要改动，须再提出新的一版。您确认的，是上面的不同之处和预演结果。':
    'It takes effect at midnight of {day} and cannot be taken back; another change needs another version. What you confirm are the differences and the rehearsal above.',
  '不同意这件提案？': 'Decline this proposal?',
  '提案即告办结；要施行，须重新提出。': 'The proposal ends; it would have to be made anew.',
  现行: 'in force',
  未到施行日: 'to come',
  已失效: 'past',
  '{one}提出，{other}确认': 'proposed by {one}, confirmed by {other}',
  '安装时施行，已由两位管理员确认': 'enacted by the installation, confirmed by two administrators',
  '安装时施行，尚未由两位管理员确认': 'enacted by the installation, not yet confirmed by two administrators',
  各版本: 'All versions',
  版本: 'Version',
  由谁施行: 'Enacted by',
};
