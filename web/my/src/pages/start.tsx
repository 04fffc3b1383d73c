/** The start page: who I am, and what I can do here. */
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useText } from '../../../shared/language.tsx';
import { useActing } from '../acting.tsx';
import { AREAS } from '../areas.ts';
import { useMySelf } from '../session.ts';

export default function Start() {
  const t = useText();
  const me = useMySelf();
  const { organisation } = useActing();
  useEffect(() => {
    document.title = t('我的信用');
  }, [t]);
  const areas = AREAS.filter((area) => area.for === 'both' || area.for === (organisation ? 'organisation' : 'person'));
  return (
    <>
      <section className="who">
        <h1>{organisation ? organisation.name : me.data?.name}</h1>
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
                <strong>{t(title)}</strong>
                <span>{t(text)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
