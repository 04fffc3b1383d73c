/** What somebody shows at a counter: only kinds the pack names count, and an organisation needs one of authority as well. */
import type { CounterProofs } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';

interface Shown {
  readonly proof: string;
  readonly organisation?: { readonly authority: string } | undefined;
}

export function mayAppear(proofs: CounterProofs | undefined, { proof, organisation }: Shown): May {
  const problem = 'request.invalid';
  if (!proofs)
    return no('no-proofs', {
      problem: 'action.not_available',
      said: {
        zh: '现行政策包没有列明窗口代办须核对的证明，窗口暂不能代办；请请本人自己办理，或者由信用主管部门补充政策包。',
        en: 'The policy pack in force names no proof for the counter, so nothing can be done there; the person can do it themself.',
      },
    });
  if (!proofs.identity.some(({ id }) => id === proof))
    return no('identity', {
      problem,
      said: {
        zh: `这不是政策包列明的身份证明。可用：${titles(proofs.identity)}。`,
        en: `The policy pack names no such proof of identity. It names: ${titlesEn(proofs.identity)}.`,
      },
    });
  if (organisation && !proofs.authority.some(({ id }) => id === organisation.authority))
    return no('authority', {
      problem,
      said: {
        zh: `代表单位办理，须核对政策包列明的授权证明：${titles(proofs.authority)}。`,
        en: `To act for an organisation a proof of authority that the policy pack names is needed: ${titlesEn(proofs.authority)}.`,
      },
    });
  return YES;
}

const titles = (kinds: CounterProofs['identity']) => kinds.map(({ title }) => title).join('、');
const titlesEn = (kinds: CounterProofs['identity']) => kinds.map(({ titleEn }) => titleEn).join(', ');
