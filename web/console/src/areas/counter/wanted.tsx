/** What a prepared request asks for besides the person's words, and by which paper somebody acts for an organisation. */
import type { CounterAct } from '#contracts/counter.ts';
import { useLanguage } from '../../language.tsx';
import { SIZES } from '../../parts/rights-words.ts';

export function Wanted({ of: { wanted, authority } }: { readonly of: CounterAct }) {
  const { t, language } = useLanguage();
  const said = [
    ...(wanted.commitment ? [t('本人承诺：所述属实，今后依法诚信')] : []),
    ...(wanted.size ? [t('企业规模：{size}', { size: t(SIZES[wanted.size]) })] : []),
    ...(wanted.until ? [t('申请暂缓至 {until}', { until: wanted.until })] : []),
    ...(authority
      ? [t('授权证明（原件由窗口留存）：{paper}', { paper: language === 'en' ? authority.titleEn : authority.title })]
      : []),
  ];
  return said.map((line) => <p key={line}>{line}</p>);
}
