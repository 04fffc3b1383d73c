/** Supervision by territory: what each district's and zone's bodies reported and what of it is overdue, as tiles and as a table. */
import { Segmented } from 'antd';
import { useMemo } from 'react';
import type { Supervision } from '#contracts/supervision.ts';
import { useLanguage, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { TileMap, type TileValue } from './tile-map.tsx';

type Territory = Supervision['territories'][number];
const KINDS: Readonly<Record<Territory['kind'], string>> = { division: '区县', zone: '功能区', city: '市级单位' };
const COLOURS = { reported: ['#edf2f0', '#2f6f4f'], overdue: ['#f6eeee', '#9b1c1c'] } as const;

export function SupervisionMap({ territories }: { readonly territories: Supervision['territories'] }) {
  const { t, language } = useLanguage();
  const [{ map: shown = 'reported' }, go] = useAddress('/supervision');
  const tiles = useMemo(
    () =>
      territories.flatMap(({ tile, name, ...counts }): TileValue[] =>
        tile === null
          ? []
          : [{ ...tile, label: language === 'en' ? tile.labelEn : tile.label, name, value: counts[shown] }],
      ),
    [territories, shown, language],
  );
  return (
    <section className="office-card">
      <header>
        <h2>{t('区县和功能区')}</h2>
        <Segmented<typeof shown>
          aria-label={t('示意图按什么着色')}
          value={shown}
          onChange={(chosen) => go({ map: chosen === 'reported' ? undefined : chosen })}
          options={[
            { value: 'reported', label: t('报送行数') },
            { value: 'overdue', label: t('逾期事项') },
          ]}
        />
      </header>
      <p className="quiet">{t('示意图：只表示大致方位，不是行政区划边界。按报送单位所在地统计。')}</p>
      <div className="map-pair">
        {tiles.length > 0 ? (
          <TileMap label={t('各区县和功能区，数字见表')} tiles={tiles} colours={COLOURS[shown]} />
        ) : null}
        <TerritoryTable territories={territories} shown={shown} />
      </div>
    </section>
  );
}

interface TableProps {
  readonly territories: Supervision['territories'];
  /** the most of this come first */
  readonly shown: 'reported' | 'overdue';
}

function TerritoryTable({ territories, shown }: TableProps) {
  const t = useText();
  return (
    <DataTable<Territory>
      label={t('区县和功能区')}
      width={300}
      empty={t('政策包没有列出区县和功能区。')}
      dataSource={[...territories].sort((a, b) => b[shown] - a[shown])}
      rowKey="id"
      columns={[
        {
          title: t('地方'),
          render: (_, { name, kind }) => (
            <>
              {name} <span className="quiet">{t(KINDS[kind])}</span>
            </>
          ),
        },
        {
          title: t('逾期'),
          className: 'numbers',
          align: 'right',
          render: (_, { overdue }) => (overdue > 0 ? <strong className="overdue">{overdue}</strong> : 0),
        },
        { title: t('待办'), dataIndex: 'waiting', className: 'numbers', align: 'right' },
        { title: t('报送行数'), dataIndex: 'reported', className: 'numbers', align: 'right' },
      ]}
    />
  );
}
