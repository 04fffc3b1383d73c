/** The start page: who I am, and what I can do here. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../../shared/language.tsx';
import { useActing } from '../acting.tsx';
import { platform } from '../api.ts';
import { AREAS } from '../areas.ts';
import { usePageHeading } from '../parts/page.tsx';
import { useMySelf } from '../session.ts';

export default function Start() {
  const t = useText();
  const me = useMySelf();
  const { organisation } = useActing();
  const unread = useUnread(organisation?.uscc);
  useEffect(() => {
    document.title = t('我的信用');
  }, [t]);
  const heading = usePageHeading();
  const areas = AREAS.filter((area) => area.for === 'both' || area.for === (organisation ? 'organisation' : 'person'));
  return (
    <>
      <section className="who">
        <h1 ref={heading} tabIndex={-1}>
          {organisation ? organisation.name : me.data?.name}
        </h1>
        <p className="soft">
          {organisation
            ? t('统一社会信用代码 {number}', { number: organisation.uscc })
            : t('证件号码 {number}', { number: me.data?.documentNumber ?? '' })}
        </p>
        {organisation && <p className="soft">{t('您正在以单位代表的身份办理。')}</p>}
      </section>
      <nav aria-label={t('可以办理的事')}>
        <ul className="tiles">
          {areas.map(({ path, title, text }) => (
            <li key={path}>
              <Link to={path as '/'}>
                <span className="tile-name">
                  <strong>{t(title)}</strong>{' '}
                  {path === '/notices' && unread > 0 ? (
                    <span className="mark warn">{t('{count} 条未读', { count: unread })}</span>
                  ) : null}
                </span>
                <span>{t(text)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}

/** 0 also while it is not known: the tile leads there anyway. */
function useUnread(uscc: string | undefined): number {
  const notices = useQuery({
    queryKey: ['notices', uscc, 'unread'],
    queryFn: ({ signal }) => platform('GET /notices', { query: { uscc, limit: 1 }, signal }),
  });
  return notices.data?.unread ?? 0;
}
