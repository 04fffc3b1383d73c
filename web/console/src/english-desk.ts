/** English for what waits on the first page, and for the own department's quality and deadlines. */
export const DESK_ENGLISH: Readonly<Record<string, string>> = {
  '人员、单位、文书的名称，报送的内容和政策的依据，按原文显示。':
    'Names of people, departments and documents, what was reported, and the policy’s citations are on record in Chinese and shown as they are.',
  等您办理的: 'Waiting for you',
  '现在没有等您办理的。': 'Nothing waits for you now.',
  '{count} 件已超期': '{count} overdue',
  退回本单位补正的事项: 'Cases sent back for your department to mend',
  '事项：{state}': 'Cases: {state}',
  '异议、信用修复、暂不纳入申请': 'Objections, repairs and relief under way',
  已同意而有系统未签收的申请: 'Granted requests a system has not confirmed',
  '红榜推荐中的冲突、异议': 'Conflicts and objections among red-list nominations',
  '待登记：{event}': 'To be declared: {event}',
  对方还没有签收的推送: 'Deliveries not acknowledged yet',
  质量和期限: 'Quality and deadlines',
  '由本单位认定的：核对期限': 'What your department determines: time taken to check',
  报送质量: 'Quality of reports',
  '退回占比越低越好；撤回、未能读取的批次不计':
    'The fewer rows sent back the better; withdrawn and unreadable batches do not count',
  谁报送的: 'Whose',
  我报送的: 'Mine',
  本单位报送的: 'My department’s',
  本单位的行为什么退回: 'Why rows of your department came back',
  认定部门办理的结果: 'What became of the cases',
  退回等补正: 'Sent back to mend',
  最早退回: 'Oldest since',
  去补正: 'Mend them',
  '已认定、还没推荐': 'Determined, not nominated',
  '依据登记在政策包中；没有登记以前，这一名单不能公示、不能发布。':
    'The basis is recorded in the policy pack; until it is, this list is neither put in public notice nor published.',
  无异议: 'No objection',
  '发布的一期，与上一期对比': 'The edition, against the last',
  个人记录: 'Records of people',
  撤下个人记录: 'Record of a person withdrawn',
  单位记录: 'Records of organisations',
  撤下单位记录: 'Record of an organisation withdrawn',
  单位名录: 'Directory of organisations',
  撤销优惠服务单位: 'Benefit provider withdrawn',
  '一件一件看：报送内容、证明材料、还缺什么、可以怎么办。':
    'Case by case: the claim, the evidence, what is missing, what can be done.',
  '按表看：各行结果和原因、更正、撤回；整批审核和认定；本单位的质量和期限。':
    'Table by table: results and reasons, mending, taking back; approving whole batches; your department’s quality and deadlines.',
  '有人到场：核对证件，代为查看、上报好事、异议、修复、申请暂不纳入、陈述申辩。':
    'Somebody appears: check the document, then look, report a good deed, object, ask for repair or relief, or respond for them.',
  '哪些单位提供什么优惠；登记和撤销须两人。':
    'Who offers which benefit; registering and withdrawing take two officers.',
};
