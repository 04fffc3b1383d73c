/** The provider's own figures by day: how often it was told yes, coarse where few people stand behind a figure. */
import { useQuery } from '@tanstack/react-query';
import type { ProviderCounts } from '#contracts/benefits.ts';
import { useLanguage } from '../../../shared/language.tsx';
import { Refusal } from './refusal.tsx';
import { provider } from './session.ts';

export function Counts() {
  const { t, language } = useLanguage();
  const counts = useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => provider.get<ProviderCounts>('/counts', {}, signal),
  });
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{t('本单位的核验次数')}</h2>
      {counts.isError ? <Refusal error={counts.error} onRetry={() => void counts.refetch()} /> : null}
      {counts.data?.items.length === 0 ? <p className="soft">{t('还没有答复过“符合”。')}</p> : null}
      {counts.data && counts.data.items.length > 0 ? (
        <>
          <table className="figures">
            <thead>
              <tr>
                <th scope="col">{t('日期')}</th>
                <th scope="col">{t('优惠')}</th>
                <th scope="col">{t('符合')}</th>
              </tr>
            </thead>
            <tbody>
              {counts.data.items.map(({ day, benefit, title, titleEn, confirmed }) => (
                <tr key={`${day}${benefit}`}>
                  <td className="nowrap">{day}</td>
                  <td>{language === 'en' ? titleEn : title}</td>
                  <td>{confirmed ?? t('不足 {smallest}', { smallest: counts.data.smallest })}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="small">
            {t('只有次数，没有人；不足 {smallest} 次的不显示确数。', { smallest: counts.data.smallest })}
          </p>
        </>
      ) : null}
    </section>
  );
}
