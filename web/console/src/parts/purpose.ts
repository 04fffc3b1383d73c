/** Why somebody looks, in their words: how long it may be, and the rule of the field. */
import { EvidenceOpening } from '#contracts/evidence.ts';
import { lengthOf } from '../../../shared/limits.ts';
import { useText } from '../language.tsx';

/** The schema takes nothing as well, for what needs no purpose; where one is asked, a single character states none (purpose.required). */
export const PURPOSE = { ...lengthOf(EvidenceOpening.shape.purpose), least: 2 };

export function usePurposeRule() {
  const t = useText();
  const { least, most } = PURPOSE;
  return {
    ...{ required: true, whitespace: true, min: least, max: most },
    message: t('请写明为什么要看，{least} 到 {most} 个字。', { least, most }),
  };
}
