/** Which cases the queue shows: whose, in which state, of which kind. */

import { Segmented, Select } from 'antd';
import type { CasePage } from '#contracts/determination.ts';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useSaid, useText } from '../../language.tsx';
import { STATES } from '../../parts/case-words.ts';
import { holds, useMe } from '../../session.ts';
import { useCaseCounts } from './questions.ts';
import type { QueueFilter } from './queue-filter.ts';
import type { QueueSearch } from './search.ts';

interface Choice {
  readonly filter: QueueFilter;
  readonly onChange: (change: QueueSearch) => void;
}

export function QueueChoices({ kinds, ...choice }: Choice & Pick<CasePage, 'kinds'>) {
  return (
    <div className="case-filters">
      <SideChoice {...choice} />
      <StateChoice {...choice} />
      <KindChoice kinds={kinds} {...choice} />
    </div>
  );
}

/** Only for who both reports and decides. */
function SideChoice({ filter, onChange }: Choice) {
  const t = useText();
  const { data: me } = useMe();
  if (!holds(me, 'reporter') || !holds(me, 'reviewer', 'determiner')) return null;
  return (
    <Segmented<QueueFilter['side']>
      aria-label={t('事项范围')}
      value={filter.side}
      onChange={(side) => onChange({ side })}
      options={[
        { value: 'competent', label: t('本单位认定的') },
        { value: 'reporting', label: t('本单位报送的') },
      ]}
    />
  );
}

function StateChoice({ filter, onChange }: Choice) {
  const t = useText();
  const counts = useCaseCounts();
  return (
    <div>
      <span id="queue-state">{t('环节')}</span>
      <Select
        aria-labelledby="queue-state"
        value={filter.state}
        popupMatchSelectWidth={false}
        onChange={(chosen) => onChange({ state: chosen })}
        options={Object.entries(STATES).map(([value, label]) => {
          const waiting = counts.data?.items.find(({ state, side }) => state === value && side === filter.side);
          return { value, label: waiting ? `${t(label)} ${waiting.cases.toLocaleString()}` : t(label) };
        })}
      />
    </div>
  );
}

function KindChoice({ filter, kinds, onChange }: Choice & Pick<CasePage, 'kinds'>) {
  const t = useText();
  const numbered = useNumbered();
  const said = useSaid();
  return (
    <div>
      <span id="queue-kind">{t('类别')}</span>
      <Select
        aria-labelledby="queue-kind"
        className="case-kind"
        value={filter.kind ?? ''}
        popupMatchSelectWidth={false}
        onChange={(chosen) => onChange({ kind: chosen === '' ? undefined : chosen })}
        options={[
          { value: '', label: t('全部类别') },
          ...kinds.map(({ id, title, titleEn }) => ({
            value: id,
            label: `${numbered(id)} ${said({ zh: title, en: titleEn })}`,
          })),
        ]}
      />
    </div>
  );
}
