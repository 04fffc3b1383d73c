/** English for deliveries to the other systems. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const DELIVERIES_ENGLISH: Dictionary = {
  个人记录: 'Records of people',
  撤下个人记录: 'Record of a person withdrawn',
  单位记录: 'Records of organisations',
  撤下单位记录: 'Record of an organisation withdrawn',
  单位名录: 'Directory of organisations',
  撤销优惠服务单位: 'Benefit provider withdrawn',
  '只说发了什么、到没到；关于谁，这里不显示': 'What was sent and whether it arrived; about whom is not shown here',
  逐条: 'One by one',
  对方: 'Recipient',
  '没有符合条件的推送。': 'No delivery fits.',
  内容: 'Content',
  产生: 'Created',
  最近一次: 'Last try',
  '已重新排队，稍后送出': 'Queued again, goes out shortly',
  '对方已签收，无需重发': 'Acknowledged, nothing to send',
  已依规停止: 'Stopped by rule',
  重新发送: 'Send again',
  '对账：问对方现在存有什么，与已签收的逐条比对，结果记入留痕。':
    'Reconcile: ask what the other side holds and compare it with what it acknowledged; the result is audited.',
  '与{name}对账': 'Reconcile with {name}',
  一致: 'Agrees',
  不一致: 'Differs',
  '应有 {expected} 条，对方存有 {held} 条。': '{expected} expected, {held} held.',
  '条数相同而内容不同：对方的数据可能被改动。请联系对方的管理员核查，再重新发送有关推送。':
    'Same number, other content: data may have been altered there. Have its administrator check, then send again.',
  '请联系对方的管理员核查，再重新发送有关推送；还有未签收的，先等其送达再对账。':
    'Have its administrator check, then send again; where some are not acknowledged yet, wait for them first.',
  待发送: 'Waiting',
  '未成功，将再试': 'Failing, will be tried again',
  被拒收: 'Refused',
  依规未发: 'Withheld by rule',
  个人信用积分系统: 'Points system',
  信用公示网站: 'Public site',
  名单公示: 'Public notice',
  一期名单: 'Edition',
  撤下条目: 'Entry withdrawn',
  异议标注: 'Objection mark',
};
