/** What people ask, answered out of the pack: change a period there and the answer here is another. */
import { type Html, html } from '#kernel/markup/html.ts';
import { entryOn } from '#kernel/policy/dated.ts';
import type { SubjectList } from '#kernel/policy/policy.ts';
import type { ClauseRef } from '#kernel/policy/refs.ts';
import { basisOfList } from './bases.ts';
import type { Page } from './layout.ts';
import type { Reading } from './reading.ts';
import { clauseLink, duration, groundWords } from './words.ts';

interface Question {
  readonly id: string;
  readonly question: string;
  readonly answer: Html;
}

export function questionsPage(reading: Reading): Page {
  const { context, say, to } = reading;
  const questions = [...context.policy.lists.flatMap((list) => aboutList(reading, list)), ...aboutRights(reading)];
  return {
    title: say('常见问题', 'Questions and answers'),
    section: 'policy',
    description: say(
      '名单、良好信息、异议、信用修复的常见问题。',
      'Questions about lists, good records, objections and repair.',
    ),
    body: html`<article><h1>${say('常见问题', 'Questions and answers')}</h1>
<p class="lead">${say('答案依据现行政策生成，政策有调整，这里随之更新。逐条依据见', 'Answers come from the policy in force and change with it. Clause by clause: ')}<a href="${to('/policy')}">${say('政策说明', 'the policy')}</a>${say('。', '.')}</p>
<nav class="contents" aria-label="${say('本页内容', 'On this page')}"><ol>${questions.map(({ id, question }) => html`<li><a href="#${id}">${question}</a></li>`)}</ol></nav>
${questions.map(({ id, question, answer }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${question}</h2>${answer}</section>`)}
</article>`,
  };
}

function aboutList(reading: Reading, list: SubjectList): Question[] {
  const { context, today, say, original } = reading;
  const { policy } = context;
  const name = say(list.plainTitle, list.plainTitleEn);
  const months = entryOn(list.entryMonths, today);
  const notice = policy.timerOn(list.publicNotice, today);
  const grounds = list.grounds.map((ground) => groundWords(reading, ground)).join(say('；', '; '));
  const lasts = months?.value ? duration(reading, { amount: months.value, unit: 'months' }) : say('长期', 'no end');
  const event = policy.event(list.gateEvent);
  return [
    {
      id: `why-${list.id}`,
      question: say(`怎样会列入${name}？`, `How does an organisation get on the ${name}?`),
      answer: html`<p>${say(`只有这几种情形：${grounds}。`, `Only on these grounds: ${grounds}. `)}${list.polarity === 'good' ? say('由行业主管部门认定后推荐，', 'The competent department determines it and nominates; ') : say('须有生效文书，事先送达告知书、听取陈述申辩，再由行业主管部门认定，', 'An effective decision is needed, prior notice is served and the organisation heard; then the competent department determines it; ')}${say(`经${policy.names.creditOffice}与认定部门会签后发布。`, 'the credit office and the departments sign jointly.')} ${clauseLink(reading, list.clause)}</p>`,
    },
    {
      id: `notice-${list.id}`,
      question: say(`${name}什么时候发布？发布前要做什么？`, `When is the ${name} published, and what comes before?`),
      answer: html`<p>${say(`“${event.title}”的文件宣布以后才能发布。发布前先${list.polarity === 'good' ? '公示' : '告知'}${duration(reading, notice)}，期间任何人可以提出异议，异议没有处理完的不能列入。`, `Only after the event that the policy names (${clauseText(reading, event.clause)}) is declared. Before that there is a period of ${duration(reading, notice)} in which anybody may object; nothing is listed while an objection is undecided.`)} ${clauseLink(reading, event.clause)}</p>
${basisOfList(reading, list)}`,
    },
    {
      id: `lasts-${list.id}`,
      question: say(`在${name}上多久？`, `How long does an entry on the ${name} last?`),
      answer: html`<p>${say(`自发布之日起${lasts}，到期自动停止公示，不用申请。`, `From publication: ${lasts}. Then it ends by itself; nobody has to ask.`)}${months ? html`<small>${say('依据：', 'Basis: ')}${original(months.citation)}</small>` : ''}</p>`,
    },
  ];
}

const clauseText = ({ context }: Reading, id: ClauseRef) =>
  context.policy.clause(id).en ?? context.policy.clause(id).title;

function aboutRights(reading: Reading): Question[] {
  const { context, today, say, to, original } = reading;
  const { policy } = context;
  const own = policy.timerOn('objection-own', today);
  const withProvider = policy.timerOn('objection-with-provider', today);
  const execution = policy.timerOn('repair-execution', today);
  const maximum = policy.timerOn('adverse-disclosure-maximum', today);
  const questions: Question[] = [
    {
      id: 'not-listed',
      question: say('查不到、不在榜，是不是信用不好？', 'Does not being found or listed mean anything bad?'),
      answer: html`<p>${say('不是。本站只列已经认定的信息，没有列出的什么也说明不了。', 'No. This site lists what was determined; about anybody else it says nothing.')}</p>`,
    },
    {
      id: 'same-name',
      question: say('名称一样，怎么知道是不是同一家？', 'Two organisations have the same name. Which is which?'),
      answer: html`<p>${say('看 18 位统一社会信用代码，代码不同就不是同一家。名称不能作为身份的依据。', 'By the 18-character code. A different code is a different organisation; a name proves nothing.')} ${clauseLink(reading, policy.fields.organisation.clause)}</p>`,
    },
    {
      id: 'persons',
      question: say('能查个人吗？', 'Can I look up a person?'),
      answer: html`<p>${say('不能。本站没有任何自然人的信息。本人的信息只有本人登录“我的信用”才能看到，谁查过也会告诉本人。', 'No. There is no information on natural persons here. Only you, signed in under “My record”, see your own, and also who has looked.')} <a href="/my/">${say('我的信用', 'My record')}</a></p>`,
    },
    {
      id: 'wrong',
      question: say('公示的内容有错怎么办？', 'Something shown is wrong. What can I do?'),
      answer: html`<p>${say(`提出异议。受理后立即标注“异议处理中”；能自行核实的${duration(reading, own)}内答复，需要提供单位核实的${duration(reading, withProvider)}内答复。`, `Object. It is marked at once and answered within ${duration(reading, own)}, or ${duration(reading, withProvider)} where the provider has to check.`)} <a href="${to('/policy#objection')}">${say('如何提出', 'How')}</a></p>`,
    },
    {
      id: 'repairing',
      question: say(
        '已经改正了，怎样修复？要花钱吗？',
        'It has been put right. How is it repaired, and what does it cost?',
      ),
      answer: html`<p>${say(`不收费，也没有必须委托的机构。提交已履行义务的证明和信用承诺书即可；准予修复的${duration(reading, execution)}内停止公示。不申请的，最长${duration(reading, maximum)}也会停止。`, `Nothing, and no agency is needed: proof of performance and a letter of commitment. Once granted, it is gone within ${duration(reading, execution)}. Without an application it ends after ${duration(reading, maximum)} at the latest.`)} <a href="${to('/policy#repair')}">${say('各类期限', 'Periods')}</a></p>`,
    },
    {
      id: 'points',
      question: say(
        `${policy.names.points}会不会影响企业，或者给人带来限制？`,
        'Do points affect organisations, or restrict anybody?',
      ),
      answer: html`<p>${say(`不会。${policy.names.points}只属于自愿开通的个人，只用来享受优惠；分数低、没有开通的，照常享受基本服务。`, 'No. Points belong to people who asked for them, and only unlock benefits. Everybody keeps the basic service.')} ${policy.benefits[0] ? clauseLink(reading, policy.benefits[0].clause) : ''}</p>`,
    },
    {
      id: 'reuse',
      question: say('可以转载、用程序读取吗？', 'May I reuse the data, or read it by program?'),
      answer: html`<p>${say('可以，不用申请。到期和撤下的请同步撤下。', 'Yes, without asking. Please take down what expires or is withdrawn.')} <a href="${to('/open-data')}">${say('开放数据', 'Open data')}</a></p>`,
    },
  ];
  if (policy.relief) {
    const hold = policy.timerOn(policy.relief.holdMaximum, today);
    questions.splice(5, 0, {
      id: 'relief',
      question: say('对受影响的中小微企业有什么照顾？', 'What is done for small firms that were hit?'),
      answer: html`<p>${say(`${policy.relief.title}，最长${duration(reading, hold)}，期间不公示、不共享、不采取措施，并引导、帮助企业改正。`, `Their records are held back for up to ${duration(reading, hold)}: not shown, not shared, no measures, and help to put things right.`)} ${clauseLink(reading, policy.relief.clause)}<small>${say('依据：', 'Basis: ')}${original(hold.citation)}</small></p>`,
    });
  }
  return questions;
}
