/** Which provider asked, when, about which benefit, and what it was told. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLanguage } from '../../../../shared/language.tsx';
import { ofAccount, points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';

export default function Verifications() {
  const { t, language } = useLanguage();
  const told = useQuery({
    queryKey: ['account', 'verifications', 'all'],
    queryFn: ({ signal }) => ofAccount(points('GET /accounts/me/verifications', { signal })),
    staleTime: 0,
  });
  return (
    <Page title={t('哪些单位核验过我')} back={{ to: '/benefits', title: t('优惠') }}>
      <p className="soft">{t('每次核验都要您在自己的手机上同意。这里的记录只有您看得到，注销账户时一并删除。')}</p>
      <Answer of={told}>
        {(data) =>
          data === null ? (
            <div className="notice">
              <p>{t('您没有开通积分账户，没有哪个单位能核验您。')}</p>
              <Link to="/benefits">{t('看看有哪些优惠')}</Link>
            </div>
          ) : data.items.length === 0 ? (
            <p className="notice">{t('还没有单位核验过。')}</p>
          ) : (
            <ul className="rows">
              {data.items.map(({ id, at, provider, title, titleEn, answer }) => (
                <li key={id}>
                  <strong>{provider}</strong>
                  <br />
                  <span className="soft">
                    <Instant of={at} /> · {language === 'en' ? titleEn : title}
                  </span>{' '}
                  <span className={answer === 'yes' ? 'mark good' : 'mark'}>
                    {t('答复')}：{answer === 'yes' ? t('符合') : t('未确认')}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Page>
  );
}
