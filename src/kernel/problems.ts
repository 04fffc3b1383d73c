/**
 * Every way a request can be refused, as RFC 9457 problem types. Services throw `Problem`; one place maps it to HTTP.
 * To add one, add a line to `PROBLEMS`: the code becomes part of the type, the OpenAPI documents and the help page.
 */

export interface ProblemText {
  /** HTTP status the problem is answered with. */
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  /** What the person in front of the screen can do about it. */
  readonly remedy: string;
}

const problem = (status: number, zh: string, en: string, remedy: string): ProblemText => ({ status, zh, en, remedy });

export const PROBLEMS = {
  'request.invalid': problem(400, '提交的内容不符合要求', 'The request is not valid', '请按提示逐项改正后重新提交。'),
  'request.too_large': problem(
    413,
    '提交的内容过大',
    'The request is too large',
    '请缩小后重试；大量数据请用文件分批报送。',
  ),
  'request.too_many': problem(429, '操作过于频繁', 'Too many requests', '请稍等片刻再试。'),
  'session.required': problem(401, '尚未登录', 'Sign-in is required', '请先登录。'),
  'session.expired': problem(401, '登录已过期', 'The session has expired', '请重新登录，未提交的内容需重新填写。'),
  'permission.denied': problem(
    403,
    '没有办理此项业务的权限',
    'Permission denied',
    '如确需办理，请联系本单位管理员开通。',
  ),
  'jurisdiction.denied': problem(
    403,
    '该事项不属于本单位管辖',
    'Outside the jurisdiction of your department',
    '只能办理本单位及下属单位的事项，请转有管辖权的部门。',
  ),
  'four_eyes.violated': problem(
    409,
    '报送、审核、认定不能由同一人办理',
    'The same officer may not report, review and determine one case',
    '请交由本单位其他经办人办理。',
  ),
  'case.not_found': problem(404, '没有找到该事项', 'No such case', '请核对编号，或从待办列表重新进入。'),
  'case.conflict': problem(
    409,
    '该事项刚被他人办理过',
    'The case has changed meanwhile',
    '请刷新后查看最新情况再办理。',
  ),
  'action.not_available': problem(
    409,
    '当前状态下不能进行此操作',
    'The action is not available in this state',
    '请刷新后按页面显示的可办事项办理。',
  ),
  'idempotency.reused': problem(
    422,
    '同一请求编号被用于不同内容',
    'The idempotency key was used for a different request',
    '请换用新的请求编号重新提交。',
  ),
  'batch.not_found': problem(404, '没有找到该批次', 'No such batch', '请核对批次编号。'),
  'batch.not_ready': problem(409, '该批次还在处理', 'The batch is still being processed', '请等待处理完成后再操作。'),
  'file.unreadable': problem(
    422,
    '文件无法读取',
    'The file cannot be read',
    '文件可能损坏、加密或并非表格。请用表格软件打开确认后另存为 xlsx 再报送。',
  ),
  'file.too_large': problem(413, '文件过大', 'The file is too large', '请拆分成几个文件分批报送。'),
  'file.empty': problem(422, '文件中没有数据', 'The file holds no rows', '请确认数据在第一个工作表，表头在第一行。'),
  'file.encoding': problem(
    422,
    '文件的文字编码无法识别',
    'The encoding of the file is not known',
    '请用 UTF-8 或 GB18030 编码重新保存，或改用 xlsx 报送。',
  ),
  'file.format': problem(415, '不支持该文件格式', 'The file format is not supported', '请使用 csv、xlsx 或 xls 文件。'),
  'file.header_missing': problem(
    422,
    '表头缺少必填列',
    'A mandatory column is missing from the header',
    '请下载对应的报送模板，按模板的列名补齐后再报送。',
  ),
  'evidence.format': problem(
    415,
    '不支持这种证明材料',
    'This kind of file is not accepted as evidence',
    '请上传 JPEG、PNG、WebP 图片或者 PDF。',
  ),
  'evidence.unreadable': problem(
    422,
    '证明材料打不开',
    'The evidence cannot be read',
    '请在自己的设备上确认能打开、没有密码，再重新上传。',
  ),
  'evidence.too_large': problem(
    413,
    '证明材料过大',
    'The evidence is too large',
    '请降低分辨率、只留有关的几页，或者分成几份上传。',
  ),
  'evidence.not_found': problem(404, '没有找到该证明材料', 'No such evidence', '请刷新后重新选择；也可能已被撤回。'),
  'evidence.deleted': problem(
    410,
    '该证明材料已删除',
    'The evidence has been deleted',
    '办结并满保存期限后文件即删除，只保留登记；需要时请向报送单位调取原件。',
  ),
  'list.notice_running': problem(
    409,
    '公示期未满',
    'The public notice period has not ended',
    '公示期满且无未处理的异议后方可发布。',
  ),
  'list.event_not_declared': problem(
    409,
    '发布名单的前提事件尚未宣布',
    'The event the list depends on has not been declared',
    '请待有权机关宣布并登记后再发布。',
  ),
  'list.basis_missing': problem(
    409,
    '名单缺少法律依据',
    'The legal basis of the list is missing',
    '请先登记设立该名单的法律、法规依据；没有依据的不得发布。',
  ),
  'list.signoff_missing': problem(409, '会签未完成', 'Joint sign-off is not complete', '请等待有关部门完成会签。'),
  'list.conflict_open': problem(409, '名单中有未处理的冲突', 'The list has open conflicts', '请逐条处理后再发布。'),
  'organisation.not_found': problem(
    404,
    '没有查到该统一社会信用代码',
    'No such organisation',
    '请核对 18 位代码。查不到、不在榜都不代表信用不好。',
  ),
  'list.not_found': problem(404, '没有找到该名单或期次', 'No such list or edition', '请核对名单编号。'),
  'report.used_up': problem(
    409,
    '本年度的免费完整报告已取完',
    'The free full reports of this year are used up',
    '随时可以在“我的信息”中查看和下载自己的全部信息，不限次数；明年可再取完整报告。',
  ),
  'report.unknown': problem(
    404,
    '没有签发过这一编码的报告',
    'No report was issued with this code',
    '请核对报告上的编码，字母和数字共20位。',
  ),
  'record.not_found': problem(404, '没有找到该记录', 'No such record', '请核对编号；记录也可能已依法撤下。'),
  'policy.invalid': problem(422, '政策包有错误', 'The policy pack is not valid', '请按列出的文件和行号改正。'),
  'signature.invalid': problem(401, '签名校验不通过', 'The signature is not valid', '请核对双方密钥和时钟后重新发送。'),
  'delivery.unknown_type': problem(422, '不认识的推送类型', 'Unknown delivery type', '请核对双方的接口版本。'),
  'delivery.not_found': problem(404, '没有找到该推送', 'No such delivery', '请核对编号。'),
  'delivery.no_account': problem(
    410,
    '对方没有开通账户，不接收其信息',
    'The person holds no account; nothing about them is taken',
    '无需重发；待本人开通后由平台重新推送。',
  ),
  'account.not_found': problem(404, '尚未开通积分账户', 'There is no points account', '阅读授权说明并同意后即可开通。'),
  'account.adults_only': problem(403, '年满十八周岁方可开通', 'Adults only', '年满十八周岁后再办理。'),
  'account.real_name_required': problem(
    403,
    '未完成实名认证',
    'Real-name verification is required',
    '请先在登录服务中完成实名认证，再回来办理。',
  ),
  'consent.text_outdated': problem(
    409,
    '授权说明已更新',
    'The consent text has changed',
    '请重新阅读最新的授权说明后再同意。',
  ),
  'consent.required': problem(403, '尚未取得本人同意', 'Consent is required', '请由本人阅读说明并单独同意后再办理。'),
  'consent.already': problem(
    409,
    '已经同意过',
    'Consent has been given already',
    '无需重复办理；如需撤回，请到“我的授权”。',
  ),
  'purpose.required': problem(
    400,
    '未说明查询目的',
    'A purpose is required',
    '查看个人信息须选择查询目的，本人可以看到查询记录。',
  ),
  'officer.unknown': problem(
    403,
    '该账号未登记为经办人',
    'This account is not registered as an officer',
    '请联系本单位管理员登记账号和岗位后再登录。',
  ),
  'officer.exists': problem(
    409,
    '该账号已登记为经办人',
    'This account is already registered as an officer',
    '无需重复登记；岗位有变的，请先停用原登记再重新登记。',
  ),
  unavailable: problem(503, '系统暂时不可用', 'Temporarily unavailable', '请稍后再试；持续不能使用的，请联系管理员。'),
  not_found: problem(404, '没有找到', 'Not found', '请核对地址。'),
  internal: problem(500, '系统出现故障', 'Internal error', '请稍后再试；仍不成功的，请把错误编号告知管理员。'),
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** What exactly, in Chinese, for the person who asked. Must hold no personal data of others. */
  readonly detail?: string | undefined;
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
  readonly detail?: string;
  readonly clause?: string;
  readonly [extra: string]: unknown;
}

/** A refusal with a stable code. Anything else that is thrown counts as `internal`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly clause: string | undefined;
  readonly extra: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? PROBLEMS[code].zh, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
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
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.clause === undefined ? {} : { clause: this.clause }),
    };
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;
