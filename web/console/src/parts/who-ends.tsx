/** Who can end one of two roles that rest beside each other: by name, or whom to ask where nobody is there to name. */
import { useText } from '../language.tsx';

export function WhoEnds({ endedBy }: { readonly endedBy: readonly string[] }) {
  const t = useText();
  return endedBy.length > 0
    ? t('能办理的管理员：{names}。', { names: endedBy.join('、') })
    : t('现在没有另一位管理员能办理：请信用主管部门先增加一位管理员。');
}
