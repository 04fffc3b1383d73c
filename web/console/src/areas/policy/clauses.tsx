/** The notice clause by clause, in our own words; the one a link points to is shown and marked. */

import { Tag } from 'antd';
import { useEffect } from 'react';
import type { PolicyView } from '#contracts/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { useCited, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';

export function PolicyClauses({ policy }: { readonly policy: PolicyView }) {
  const t = useText();
  const cited = useCited();
  const [{ clause: chosen }] = useAddress('/policy');
  useEffect(() => {
    if (chosen) document.getElementById(`clause-${chosen}`)?.scrollIntoView({ block: 'center' });
  }, [chosen]);
  return (
    <>
      <p className="quiet">
        {t('以下是《{title}》各条的转述，不是原文；以原文为准。', { title: policy.document.title })}
      </p>
      {policy.clauses.map(({ id, title, text, guidance }) => (
        <article
          key={id}
          id={`clause-${localId(id)}`}
          className={localId(id) === chosen ? 'policy-clause chosen' : 'policy-clause'}
        >
          <h3>
            <span className="numbers">{cited(id)}</span> {title} {guidance ? <Tag>{t('指引')}</Tag> : null}
          </h3>
          <p>{text}</p>
        </article>
      ))}
    </>
  );
}
