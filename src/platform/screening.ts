/** What officers write is screened before it is stored: for what the law forbids to hold (never-collect), and for identity numbers. */
import type { Policy } from '#kernel/policy/policy.ts';
import { REASONS } from '#kernel/reasons.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { holdsDocumentNumber } from '#kernel/screening/document-number.ts';
import { compileScreen, type Screen } from '#kernel/screening/never-collect.ts';

const screens = new WeakMap<Policy, Screen>();

/** @throws Problem `request.invalid` with the rule's source; the words themselves are not repeated in it */
export function requireScreened(policy: Policy, texts: readonly (string | undefined)[]): void {
  const screen = screens.get(policy) ?? compileScreen(policy.neverCollect);
  screens.set(policy, screen);
  for (const text of texts) {
    const hit = text === undefined ? null : screen(text);
    if (hit) {
      throw new Problem('request.invalid', {
        said: {
          zh: `${REASONS['matter.never_collect'].zh}：宗教信仰、基因、指纹、血型、疾病和病史，以及接触、行程轨迹，依法不得采集。请改写后重新提交。`,
          en: `${REASONS['matter.never_collect'].en}: religion, genes, fingerprints, blood type, illness and its history, contacts and whereabouts are never collected. Write it differently and send again.`,
        },
        clause: hit.citation,
        extra: { reason: 'matter.never_collect' },
      });
    }
    if (text !== undefined && holdsDocumentNumber(text)) {
      throw new Problem('request.invalid', {
        said: {
          zh: '内容中写有身份证号码，平台不以明文保存。请删去后重新提交。',
          en: 'The text holds an identity number, which is never stored in clear. Remove it and send again.',
        },
        extra: { reason: 'matter.document_number' },
      });
    }
  }
}
