/** The entries of a round: which are shown, and what of them somebody puts on record or decides. */
import { Input, Select } from 'antd';
import { useState } from 'react';
import type { Round } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { keysOf } from '../../parts/keys.ts';
import { Reason } from '../../parts/permitted-button.tsx';
import { DecisionForm } from './decision-form.tsx';
import { EntryTable } from './entry-table.tsx';
import type { RoundSearch } from './search.ts';
import { ENTRY_STATES, type EntryAct, type RoundEntry } from './words.ts';

export function RoundEntries({ round }: { readonly round: Round }) {
  const t = useText();
  const [address] = useAddress('/rounds/$id');
  const [act, setAct] = useState<{ entry: RoundEntry; act: EntryAct } | null>(null);
  const { object, decide } = round.may;
  return (
    <section className="office-card">
      <header>
        <h2>{t('条目')}</h2>
        <EntryFilter />
      </header>
      {round.edition === null ? <Reason permitted={object.available ? decide : object} /> : null}
      <EntryTable
        round={round}
        entries={entriesShown(round.entries, address)}
        onAct={(entry, chosen) => setAct({ entry, act: chosen })}
      />
      {act ? <DecisionForm round={round} {...act} onClose={() => setAct(null)} /> : null}
    </section>
  );
}

/** What somebody has to decide comes first; otherwise as the round has them. */
function entriesShown(entries: readonly RoundEntry[], { status, words }: RoundSearch): RoundEntry[] {
  return [...entries]
    .sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open'))
    .filter((entry) => !status || entry.status === status)
    .filter(({ name, uscc }) => !words || name.includes(words) || uscc.includes(words));
}

function EntryFilter() {
  const t = useText();
  const [{ status, words }, go] = useAddress('/rounds/$id');
  return (
    <div className="office-filters">
      <span className="field">
        {t('状态')}
        <Select<RoundEntry['status'] | ''>
          aria-label={t('状态')}
          value={status ?? ''}
          popupMatchSelectWidth={false}
          style={{ minWidth: 130 }}
          onChange={(chosen) => go({ status: chosen || undefined, page: undefined })}
          options={[
            { value: '', label: t('全部') },
            ...keysOf(ENTRY_STATES).map((value) => ({ value, label: t(ENTRY_STATES[value][0]) })),
          ]}
        />
      </span>
      <Input.Search
        aria-label={t('按名称或代码查找')}
        placeholder={t('名称或代码')}
        defaultValue={words}
        allowClear
        style={{ width: 220 }}
        onSearch={(value) => go({ words: value.trim() || undefined, page: undefined })}
      />
    </div>
  );
}
