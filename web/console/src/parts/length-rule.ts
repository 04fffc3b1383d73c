/** The rule of a text that must be given, as long as its schema says, with the words for whoever writes less or more. */
import type { Length } from '../../../shared/limits.ts';
import { useText } from '../language.tsx';

export function useLengthRule() {
  const t = useText();
  return ({ least, most }: Length) => ({
    ...{ required: true, whitespace: true, min: least, max: most },
    message: t('请填写，{least} 到 {most} 个字。', { least, most }),
  });
}
