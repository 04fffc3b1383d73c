/** English for reports handed in at a counter. */
export const COUNTER_ENGLISH: Readonly<Record<string, string>> = {
  本人做的好事: 'Good deeds of the person',
  代为上报一件: 'Report one for them',
  '没有上报过。': 'Nothing was reported.',
  这件事已经报过了: 'This has been reported already',
  '已上报，事项 {caseId}，由{department}核对': 'Handed in as case {caseId}; {department} checks it',
  '至迟 {day} 核对完毕。': 'It is checked by {day} at the latest. ',
  '请把纸质材料编号留存，并把事项编号告诉本人；需要补正、认定或者不予认定，平台都会通知本人。':
    'Number and keep the papers, and tell the person the case number. The person is notified if something is missing and of the decision.',
  办理部门的意见: 'What the department says',
  代为补正: 'Mend for them',
  代为撤回: 'Take back for them',
  '只能上报本人做的好事（第 {clause} 条）。您核对纸质材料并由本单位留存；您代为上报以后，不再参与这一事项的审核和认定。':
    'Only what the person did themself and only good information (clause {clause}). You check the papers and your office keeps them; having handed it in, you take no part in reviewing or determining it.',
  做了哪一类事: 'What kind of deed',
  发生在哪里: 'Where',
  哪一天: 'On which day',
  '持续一段时间的，填开始的一天': 'If it lasted, the day it began',
  具体做了什么: 'What was done',
  '写明地点、单位和所做的事；不要写病情、行踪、证件号码和他人信息':
    'Say where, for whom and what; no illness, whereabouts, document numbers or other people',
  护照签发国家: 'Country that issued the passport',
  '纸质材料（核对过原件，由本单位留存）': 'Papers (originals seen, kept by this office)',
  '{title}（必需）': '{title} (required)',
  '没有这份材料不能上报：请本人补来，或者改在手机上拍照上报。':
    'It cannot be reported without this: ask the person to bring it, or to report by phone with a photograph.',
  '本人声明（逐项念给本人听，本人同意才勾选）': 'Stated by the person (read each aloud; tick only what they agree to)',
  '本人没有作出这项声明，不能上报。': 'Without this statement it cannot be reported.',
  代为上报: 'Hand in for them',
  '给办理部门的说明（可不填）': 'A word to the department (optional)',
  '已重新提交，由办理部门核对': 'Sent again; the department checks it',
  重新提交: 'Send again',
  '撤回以后不再办理；同一件事以后还可以再报。': 'Nothing further happens then; the same may be reported again later.',
  '撤回的理由（可不填）': 'Reason (optional)',
};
