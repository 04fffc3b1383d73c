/** Of the policy pack and of what systems say to each other. */
import { type ProblemText, problem } from './problem-text.ts';

export const EXCHANGE_PROBLEMS = {
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
  'delivery.out_of_step': problem(
    409,
    '对方最新收到的记录与发送方所知的不一致，没有接收',
    'The newest record here is not the one the sender believes it to be; nothing was taken',
    '双方之一从备份恢复过：发送方自动核对；须由人办理的，按运行文档开始新的推送期。',
    'One of the two was restored from a backup. The sender looks into it; what needs a person is in the operations guide.',
  ),
  'delivery.not_found': problem(404, '没有找到该推送', 'No such delivery', '请核对编号。', 'Check the number.'),
  'delivery.other_pairing': problem(
    503,
    '双方的配对密钥不同，认不出所说的人',
    'The two systems are paired differently; the person cannot be recognised',
    '请核对两个系统的 pairing.json 是否出自同一个配对密钥；改正后自动重新推送。',
    'See that the pairing.json of both come from one pairing key; deliveries then go on by themselves.',
  ),
  'delivery.no_account': problem(
    410,
    '对方没有开通账户，不接收其信息',
    'The person holds no account; nothing about them is taken',
    '无需重发；待本人开通后由平台重新推送。',
    'Nothing to send again; the platform delivers anew once the person opens an account.',
  ),
} as const satisfies Record<string, ProblemText>;
