/** The provider's own figures by day: how often it was told yes, coarse where few people stand behind a figure. */
import { useQuery } from '@tanstack/react-query';
import { useLanguage } from '../../../shared/language.tsx';
import { Refusal } from './refusal.tsx';
import { provider } from './session.ts';

export function Counts() {
  const { t, language } = useLanguage();
  const counts = useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => provider('GET /counts', { signal }),
  });
  return (
    <section aria-labelledby="counts">
      <h2 id="counts">{t('本单位的核验次数')}</h2>
      {counts.isError ? <Refusal error={counts.error} onRetry={() => void counts.refetch()} /> : null}
      {counts.data?.items.length === 0 ? <p className="soft">{t('还没有答复过“符合”。')}</p> : null}
      {counts.data && counts.data.items.length > 0 ? (
        <>
          <ul className="rows">
            {counts.data.items.map(({ day, benefit, title, titleEn, confirmed }) => (
              <li key={`${day}${benefit}`}>
                <span className="nowrap">{day}</span> · {language === 'en' ? titleEn : title} · {t('符合')}{' '}
                <strong>
                  {confirmed === null
                    ? t('不足 {smallest} 次', { smallest: counts.data.smallest })
                    : t('{count} 次', { count: confirmed })}
                </strong>
              </li>
            ))}
          </ul>
          <p className="small">
            {t('只有次数，没有人；不足 {smallest} 次的不显示确数。', { smallest: counts.data.smallest })}
          </p>
        </>
      ) : null}
    </section>
  );
}
