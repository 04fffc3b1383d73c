/**
 * Every way a request can be refused, as RFC 9457 problem types. Services throw `Problem`; one place maps it to HTTP.
 * To add one, add a line to `PROBLEMS`: the code becomes part of the type, the OpenAPI documents and the help page.
 */
import type { Said } from './refusal/said.ts';

export interface ProblemText {
  /** HTTP status the problem is answered with. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** What the person in front of the screen can do about it. */
  readonly remedy: string;
  readonly remedyEn: string;
}

const problem = (status: number, zh: string, en: string, remedy: string, remedyEn: string): ProblemText => ({
  ...{ status, zh, en, remedy, remedyEn },
});

export const PROBLEMS = {
  'request.invalid': problem(
    400,
    '提交的内容不符合要求',
    'The request is not valid',
    '请按提示逐项改正后重新提交。',
    'Correct what is pointed out and send it again.',
  ),
  'request.too_large': problem(
    413,
    '提交的内容过大',
    'The request is too large',
    '请缩小后重试；大量数据请用文件分批报送。',
    'Send less at once; large data goes in files, batch by batch.',
  ),
  'request.incomplete': problem(
    408,
    '提交的内容没有收完',
    'The request did not arrive whole',
    '请检查网络后重新发送。',
    'Check the connection and send it again.',
  ),
  'request.too_many': problem(
    429,
    '操作过于频繁',
    'Too many requests',
    '请稍等片刻再试。',
    'Wait a moment and try again.',
  ),
  'session.required': problem(401, '尚未登录', 'Sign-in is required', '请先登录。', 'Sign in first.'),
  'session.expired': problem(
    401,
    '登录已过期',
    'The session has expired',
    '请重新登录，未提交的内容需重新填写。',
    'Sign in again; what was not sent has to be entered anew.',
  ),
  'permission.denied': problem(
    403,
    '没有办理此项业务的权限',
    'Permission denied',
    '如确需办理，请联系本单位管理员开通。',
    "If you need it, ask your department's administrator for the role.",
  ),
  'jurisdiction.denied': problem(
    403,
    '该事项不属于本单位管辖',
    'Outside the jurisdiction of your department',
    '只能办理本单位及下属单位的事项，请转有管辖权的部门。',
    'Only cases of your department and those below it can be handled; pass it on to the competent one.',
  ),
  'four_eyes.violated': problem(
    409,
    '报送、审核、认定不能由同一人办理',
    'The same officer may not report, review and determine one case',
    '请交由本单位其他经办人办理。',
    'Leave it to a colleague of your department.',
  ),
  'case.not_found': problem(
    404,
    '没有找到该事项',
    'No such case',
    '请核对编号，或从待办列表重新进入。',
    'Check the number, or come in from the queue again.',
  ),
  'case.conflict': problem(
    409,
    '该事项刚被他人办理过',
    'The case has changed meanwhile',
    '请刷新后查看最新情况再办理。',
    'Reload, look at how it stands now, then act.',
  ),
  'action.not_available': problem(
    409,
    '当前状态下不能进行此操作',
    'The action is not available in this state',
    '请刷新后按页面显示的可办事项办理。',
    'Reload and choose among the actions the page offers.',
  ),
  'idempotency.reused': problem(
    422,
    '同一请求编号被用于不同内容',
    'The idempotency key was used for a different request',
    '请换用新的请求编号重新提交。',
    'Send it again under a new request number.',
  ),
  'draft.conflict': problem(
    409,
    '这份草稿在别处有了更新的版本',
    'The draft was changed elsewhere',
    '请打开新的版本核对，再决定保留哪一份。',
    'Open the newer version and decide which one to keep.',
  ),
  'draft.gone': problem(
    404,
    '没有这份草稿：可能已经提交、删除或者到期',
    'There is no such draft: handed in, deleted or expired',
    '请到“我的上报”查看；需要的可以另起一份。',
    'Look at “My reports”; begin a new one if needed.',
  ),
  'batch.not_found': problem(404, '没有找到该批次', 'No such batch', '请核对批次编号。', 'Check the batch number.'),
  'batch.not_ready': problem(
    409,
    '该批次还在处理',
    'The batch is still being processed',
    '请等待处理完成后再操作。',
    'Wait until it is done.',
  ),
  'file.unreadable': problem(
    422,
    '文件无法读取',
    'The file cannot be read',
    '文件可能损坏、加密或并非表格。请用表格软件打开确认后另存为 xlsx 再报送。',
    'The file may be damaged, encrypted or no table. Open it in a spreadsheet program, save it as xlsx and report it again.',
  ),
  'file.unavailable': problem(
    503,
    '文件库暂时不可用',
    'The file store is temporarily unavailable',
    '不是所交文件的问题，请稍后再试；也可以把同一份文件再交一次。持续如此请告知管理员。',
    'Nothing is wrong with your file: try again later, or hand the same file in again. If it goes on, tell the administrator.',
  ),
  'file.expired': problem(
    410,
    '原文件已过保存期限',
    'The time for keeping the original file is over',
    '需要时请把同一份文件再交一次：批次不会重复，原表随之可以再取。',
    'Hand the same file in again if needed: no batch is doubled, and the table can be fetched again.',
  ),
  'file.too_large': problem(
    413,
    '文件过大',
    'The file is too large',
    '请拆分成几个文件分批报送。',
    'Split it into several files.',
  ),
  'file.empty': problem(
    422,
    '文件中没有数据',
    'The file holds no rows',
    '请确认数据在第一个工作表，表头在第一行。',
    'See that the rows are in the first sheet and the header in its first line.',
  ),
  'file.encoding': problem(
    422,
    '文件的文字编码无法识别',
    'The encoding of the file is not known',
    '请用 UTF-8 或 GB18030 编码重新保存，或改用 xlsx 报送。',
    'Save it in UTF-8 or GB18030, or report an xlsx file.',
  ),
  'file.format': problem(
    415,
    '不支持该文件格式',
    'The file format is not supported',
    '请使用 csv、xlsx 或 xls 文件。',
    'Use a csv, xlsx or xls file.',
  ),
  'file.header_missing': problem(
    422,
    '表头缺少必填列',
    'A mandatory column is missing from the header',
    '请下载对应的报送模板，按模板的列名补齐后再报送。',
    'Download the template, complete the columns by their names there and report again.',
  ),
  'evidence.format': problem(
    415,
    '不支持这种证明材料',
    'This kind of file is not accepted as evidence',
    '请上传 JPEG、PNG、WebP 图片或者 PDF。',
    'Upload a JPEG, PNG or WebP picture or a PDF.',
  ),
  'evidence.unreadable': problem(
    422,
    '证明材料打不开',
    'The evidence cannot be read',
    '请在自己的设备上确认能打开、没有密码，再重新上传。',
    'Make sure it opens on your own device without a password, then upload it again.',
  ),
  'evidence.too_large': problem(
    413,
    '证明材料过大',
    'The evidence is too large',
    '请降低分辨率、只留有关的几页，或者分成几份上传。',
    'Lower the resolution, keep only the pages that matter, or upload it in parts.',
  ),
  'evidence.not_found': problem(
    404,
    '没有找到该证明材料',
    'No such evidence',
    '请刷新后重新选择；也可能已被撤回。',
    'Refresh and choose again; it may have been taken back.',
  ),
  'evidence.deleted': problem(
    410,
    '该证明材料已删除',
    'The evidence has been deleted',
    '办结并满保存期限后文件即删除，只保留登记；需要时请向报送单位调取原件。',
    'Files are deleted a set time after the matter is settled, only the entry stays; ask the reporting department for the original if needed.',
  ),
  'evidence.unavailable': problem(
    503,
    '证明材料暂时取不出来',
    'The evidence cannot be fetched at present',
    '登记仍在，不是材料的问题。请稍后再试；持续如此请告知管理员，由添加的人把同一份材料再交一次即可恢复。',
    'The entry stands and nothing is wrong with the evidence. Try again later; if it goes on, tell the administrator: whoever added it can hand the same file in again.',
  ),
  'list.notice_running': problem(
    409,
    '公示期未满',
    'The public notice period has not ended',
    '公示期满且无未处理的异议后方可发布。',
    'It can be published when the notice period is over and no objection is open.',
  ),
  'list.event_not_declared': problem(
    409,
    '发布名单的前提事件尚未宣布',
    'The event the list depends on has not been declared',
    '请待有权机关宣布并登记后再发布。',
    'Publish after the competent authority has declared it and it is on record.',
  ),
  'list.basis_missing': problem(
    409,
    '名单缺少法律依据',
    'The legal basis of the list is missing',
    '请先登记设立该名单的法律、法规依据；没有依据的不得发布。',
    'Record the law or regulation the list rests on first; without one it must not be published.',
  ),
  'list.signoff_missing': problem(
    409,
    '会签未完成',
    'Joint sign-off is not complete',
    '请等待有关部门完成会签。',
    'Wait for the departments to sign.',
  ),
  'list.conflict_open': problem(
    409,
    '名单中有未处理的冲突',
    'The list has open conflicts',
    '请逐条处理后再发布。',
    'Settle them one by one, then publish.',
  ),
  'organisation.not_found': problem(
    404,
    '没有查到该统一社会信用代码',
    'No such organisation',
    '请核对 18 位代码。查不到、不在榜都不代表信用不好。',
    'Check the 18 characters. Not being found or listed says nothing bad about anybody.',
  ),
  'subscription.address': problem(
    422,
    '接收地址不能用',
    'The address cannot be subscribed',
    '请给出公网上可以访问的 https 地址。',
    'Give an https address that can be reached on the public internet.',
  ),
  'subscription.exists': problem(
    409,
    '该地址已经订阅这一代码',
    'The address is subscribed to this code already',
    '无需重复订阅；要更换密钥，请先退订。',
    'There is no need to subscribe again; to change the secret, end the subscription first.',
  ),
  'subscription.full': problem(
    429,
    '订阅已满',
    'There are too many subscriptions',
    '请退订不再需要的代码，或者改用该代码的 Atom 源。',
    'End subscriptions no longer needed, or read the Atom feed of the code instead.',
  ),
  'subscription.unknown': problem(
    404,
    '没有这项订阅，或者密钥不对',
    'No such subscription, or the secret is not its own',
    '请核对订阅编号和订阅时给出的密钥；24 小时内没有确认的订阅已经作废。',
    'Check the id and the secret given when subscribing; a subscription not confirmed within a day is void.',
  ),
  'list.not_found': problem(
    404,
    '没有找到该名单或期次',
    'No such list or edition',
    '请核对名单编号。',
    'Check the number of the list.',
  ),
  'report.used_up': problem(
    409,
    '本年度的免费完整报告已取完',
    'The free full reports of this year are used up',
    '随时可以在“我的信息”中查看和下载自己的全部信息，不限次数；明年可再取完整报告。',
    'All your information can be seen and downloaded under "My information" at any time; full reports are available again next year.',
  ),
  'report.unknown': problem(
    404,
    '没有签发过这一编码的报告',
    'No report was issued with this code',
    '请核对报告上的编码，字母和数字共20位。',
    'Check the code on the report, 20 letters and digits.',
  ),
  'rights.already_open': problem(
    409,
    '同一事项已有一件同类申请正在办理',
    'A request of this kind about the same matter is under way',
    '请在“我的申请”中查看进度，需要补充的在原申请中补充。',
    'See how it stands under “My requests”; additions go into that request.',
  ),
  'record.not_found': problem(
    404,
    '没有找到该记录',
    'No such record',
    '请核对编号；记录也可能已依法撤下。',
    'Check the number; the record may also have been withdrawn by law.',
  ),
  'policy.invalid': problem(
    422,
    '政策包有错误',
    'The policy pack is not valid',
    '请按列出的文件和行号改正。',
    'Correct the files and lines that are listed.',
  ),
  'signature.invalid': problem(
    401,
    '签名校验不通过',
    'The signature is not valid',
    '请核对双方密钥和时钟后重新发送。',
    'Check keys and clocks on both sides and send it again.',
  ),
  'delivery.unknown_type': problem(
    422,
    '不认识的推送类型',
    'Unknown delivery type',
    '请核对双方的接口版本。',
    'Check the versions of both sides.',
  ),
  'delivery.not_found': problem(404, '没有找到该推送', 'No such delivery', '请核对编号。', 'Check the number.'),
  'delivery.no_account': problem(
    410,
    '对方没有开通账户，不接收其信息',
    'The person holds no account; nothing about them is taken',
    '无需重发；待本人开通后由平台重新推送。',
    'Nothing to send again; the platform delivers anew once the person opens an account.',
  ),
  'provider.not_found': problem(
    404,
    '没有这家优惠服务单位',
    'There is no such provider',
    '请从优惠服务单位列表中选取。',
    'Choose one from the list of providers.',
  ),
  'provider.account_taken': problem(
    409,
    '账号已登记在另一家单位名下',
    'The account belongs to another provider',
    '请换一个账号，或者先变更另一家单位的登记。',
    'Use another account, or alter the other registration first.',
  ),
  'provider.unknown_account': problem(
    403,
    '此账号没有登记为优惠服务单位的经办账号',
    'This account is registered with no provider',
    '请联系市信用办，在优惠服务单位的登记中加入此账号。',
    'Ask the credit office to add this account to the provider’s registration.',
  ),
  'benefit.unknown': problem(
    404,
    '没有这项优惠',
    'There is no such benefit',
    '请从优惠列表中选取；优惠可能已经到期。',
    'Choose one from the list; an offer may have ended.',
  ),
  'benefit.not_unlocked': problem(
    409,
    '目前不能出示这项优惠的核验码',
    'A code for this benefit cannot be shown at present',
    '基本服务照常办理，不受影响。',
    'The basic service is there for you as for everybody.',
  ),
  'account.not_found': problem(
    404,
    '尚未开通积分账户',
    'There is no points account',
    '阅读授权说明并同意后即可开通。',
    'Read the consent text and agree to open one.',
  ),
  'account.adults_only': problem(
    403,
    '年满十八周岁方可开通',
    'Adults only',
    '年满十八周岁后再办理。',
    'Come back at eighteen.',
  ),
  'account.real_name_required': problem(
    403,
    '未完成实名认证',
    'Real-name verification is required',
    '请先在登录服务中完成实名认证，再回来办理。',
    'Complete the real-name verification where you sign in, then come back.',
  ),
  'consent.text_outdated': problem(
    409,
    '授权说明已更新',
    'The consent text has changed',
    '请重新阅读最新的授权说明后再同意。',
    'Read the newest text, then agree.',
  ),
  'consent.required': problem(
    403,
    '尚未取得本人同意',
    'Consent is required',
    '请由本人阅读说明并单独同意后再办理。',
    'The person reads the text and agrees separately first.',
  ),
  'consent.already': problem(
    409,
    '已经同意过',
    'Consent has been given already',
    '无需重复办理；如需撤回，请到“我的授权”。',
    'Nothing to do; to withdraw it, go to "My consents".',
  ),
  'purpose.required': problem(
    400,
    '未说明查询目的',
    'A purpose is required',
    '查看个人信息须选择查询目的，本人可以看到查询记录。',
    'Choose why you look: the person can see it.',
  ),
  'officer.unknown': problem(
    403,
    '该账号未登记为经办人',
    'This account is not registered as an officer',
    '请联系本单位管理员登记账号和岗位后再登录。',
    "Ask your department's administrator to register the account and its roles, then sign in again.",
  ),
  'officer.exists': problem(
    409,
    '该账号已登记为经办人',
    'This account is already registered as an officer',
    '无需重复登记；岗位有变的，请先停用原登记再重新登记。',
    'Nothing to register; to change roles, use the register.',
  ),
  'delegation.refused': problem(
    409,
    '不能这样代理',
    'This delegation is not possible',
    '请按提示换一位同事、换一个岗位或换一段时间。',
    'Choose another colleague, role or period, as the reason says.',
  ),
  unavailable: problem(
    503,
    '系统暂时不可用',
    'Temporarily unavailable',
    '请稍后再试；持续不能使用的，请联系管理员。',
    'Try again later; if it goes on, tell the administrator.',
  ),
  not_found: problem(404, '没有找到', 'Not found', '请核对地址。', 'Check the address.'),
  internal: problem(
    500,
    '系统出现故障',
    'Internal error',
    '请稍后再试；仍不成功的，请把错误编号告知管理员。',
    'Try again later; if it still fails, tell the administrator the error number.',
  ),
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** What exactly, for the person who asked, in both languages. Must hold no personal data of others. */
  readonly said?: Said | undefined;
  /** Clause of the policy pack or article of law that made the refusal, e.g. `5.3`. */
  readonly clause?: string | undefined;
  /** Machine-readable members added to the problem document. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly titleEn: string;
  readonly remedy: string;
  readonly remedyEn: string;
  readonly detail?: string;
  readonly detailEn?: string;
  readonly clause?: string;
  readonly [extra: string]: unknown;
}

/** A refusal with a stable code. Anything else that is thrown counts as `internal`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly said: Said | undefined;
  readonly clause: string | undefined;
  readonly extra: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.said?.zh ?? PROBLEMS[code].zh, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.said = options.said;
    this.clause = options.clause;
    this.extra = options.extra;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  /** The RFC 9457 document; the fixed members win over `extra`. */
  toDocument(): ProblemDocument {
    const text = PROBLEMS[this.code];
    return {
      ...this.extra,
      type: `urn:xinheng:problem:${this.code}`,
      title: text.zh,
      titleEn: text.en,
      status: text.status,
      code: this.code,
      remedy: text.remedy,
      remedyEn: text.remedyEn,
      ...(this.said === undefined ? {} : { detail: this.said.zh, detailEn: this.said.en }),
      ...(this.clause === undefined ? {} : { clause: this.clause }),
    };
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;
