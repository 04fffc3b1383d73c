/** English for the first page. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const HOME_ENGLISH: Dictionary = {
  '同事的窗口有人没有手机：您到场核对本人和签字的申请表，再确认。':
    'Somebody without a phone at a colleague’s window: you compare the person and the signed form, then confirm.',
  '推荐、冲突、公示、会签、发布。': 'Nominations, conflicts, notice, joint sign-off, publication.',
  '各单位报送的数量和质量。': 'How much each department reports, how well, and what is late.',
  '推送到积分系统和公示网站的情况。': 'What was sent to the points system and the public site.',
  '目录、名单、措施、期限和依据。': 'Catalogue, lists, measures, periods and their basis.',
  '谁在什么时候因为什么看过谁的信息。': 'Who looked at whose data, when and why.',
  '登记、停用经办人和单位系统。': 'Register and end officers and departments’ systems.',
  '交一张表，几秒内看到哪几行不合格、为什么。': 'Hand in a table; seconds later see which rows are wrong and why.',
  等您办理的: 'Waiting for you',
  '现在没有等您办理的。': 'Nothing waits for you now.',
  '{count} 件已超期': '{count} overdue',
  退回本单位补正的事项: 'Cases sent back for your department to mend',
  '事项：{state}': 'Cases: {state}',
  '异议、信用修复、暂不纳入申请': 'Objections, repairs and relief under way',
  已同意而有系统未签收的申请: 'Granted requests a system has not confirmed',
  '{list}推荐中的冲突、异议': '{list}: conflicts and objections among the nominations',
  '待登记：{event}': 'To be declared: {event}',
  对方还没有签收的推送: 'Deliveries not acknowledged yet',
  '一件一件看：报送内容、证明材料、还缺什么、可以怎么办。':
    'Case by case: the claim, the evidence, what is missing, what can be done.',
  '按表看：各行结果和原因、更正、撤回；整批审核和认定；本单位的质量和期限。':
    'Table by table: results and reasons, mending, taking back; approving whole batches; your department’s quality and deadlines.',
  '有人到场：核对证件，代为查看、上报好事、异议、修复、申请暂不纳入、陈述申辩。':
    'Somebody appears: check the document, then look, report a good deed, object, ask for repair or relief, or respond for them.',
  '哪些单位提供什么优惠；登记和撤销须两人。':
    'Who offers which benefit; registering and withdrawing take two officers.',
  '异议、信用修复、暂不纳入：期限、核查、决定和通知各方的结果。':
    'Objections, repairs, relief: clocks, checks, decisions and what they set off.',
  '不在岗时请同事代为办理；现在代理谁。': 'Ask a colleague to take over while you are away; whom you stand in for.',
  '{name}，您好': 'Hello, {name}',
  '您在{department}的{role}岗位现在暂停': 'Suspended for now: your role of {role} in {department}',
};
