/** The entries of a round in a table: who, for what, nominated by whom, how it stands, and what may be done about it. */
import { Button, type TableProps } from 'antd';
import type { Round } from '#contracts/lists.ts';
import { type Translate, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { shortDay } from '../../parts/instant.ts';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { Reason } from '../../parts/permitted-button.tsx';
import { DECISIONS, ENTRY_ACTS, ENTRY_STATES, type EntryAct, type RoundEntry } from './words.ts';

const SHOWN = 50;

interface Acting {
  readonly round: Round;
  readonly onAct: (entry: RoundEntry, act: EntryAct) => void;
}

interface Props extends Acting {
  readonly entries: readonly RoundEntry[];
}

export function EntryTable({ entries, ...acting }: Props) {
  const t = useText();
  const [{ page }, go] = useAddress('/rounds/$id');
  return (
    <DataTable<RoundEntry>
      label={t('条目')}
      width={1090}
      empty={t('没有符合条件的条目。')}
      dataSource={entries}
      rowKey="recordId"
      pagination={
        entries.length > SHOWN
          ? {
              pageSize: SHOWN,
              current: Number(page ?? 1),
              showSizeChanger: false,
              onChange: (number) => go({ page: number === 1 ? undefined : String(number) }),
            }
          : false
      }
      columns={tableColumns(acting, t)}
    />
  );
}

type Columns = NonNullable<TableProps<RoundEntry>['columns']>;

function tableColumns({ round, onAct }: Acting, t: Translate): Columns {
  const published = round.edition !== null;
  const acts: Columns = [
    {
      title: t('办理'),
      width: 300,
      render: (_, entry) => <Acts entry={entry} round={round} onAct={(act) => onAct(entry, act)} />,
    },
  ];
  return [
    {
      title: t('名称'),
      width: 260,
      render: (_, entry) => (
        <>
          <Two first={entry.name} second={entry.uscc} numbers />
          <ObjectionMark of={entry} />
        </>
      ),
    },
    {
      title: t('事由和事项'),
      render: (_, entry) => (
        <>
          <Two first={entry.groundTitle} second={entry.matter} />
          <Decided entry={entry} />
        </>
      ),
    },
    {
      title: t('推荐单位'),
      width: 180,
      render: (_, { department, zone }) => <Two first={department} second={zone} />,
    },
    {
      title: t('状态'),
      width: 110,
      render: (_, { status }) => {
        const [words, tone] = standing(status, published);
        return <span className={`mark ${tone}`}>{t(words)}</span>;
      },
    },
    ...(published ? [] : acts),
  ];
}

interface TwoProps {
  readonly first: string;
  readonly second: string | null;
  readonly numbers?: boolean;
}

/** One below the other. */
function Two({ first, second, numbers = false }: TwoProps) {
  return (
    <>
      {first}
      {second ? <span className={numbers ? 'reason numbers' : 'reason'}>{second}</span> : null}
    </>
  );
}

/** Once published nothing is proposed any more; what of it the edition holds stands in the edition. */
function standing(status: RoundEntry['status'], published: boolean): readonly [string, string] {
  return published && status === 'proposed' ? ['无异议', 'plain'] : ENTRY_STATES[status];
}

function Decided({ entry }: { readonly entry: RoundEntry }) {
  const t = useText();
  if (entry.decisions.length === 0) return null;
  return (
    <ul className="lines">
      {entry.decisions.map(({ decision, reason, at }) => (
        <li key={`${decision} ${at}`}>
          <strong>{t(DECISIONS[decision])}</strong>：{reason} <span className="quiet numbers">{shortDay(at)}</span>
        </li>
      ))}
    </ul>
  );
}

interface ActsProps {
  readonly entry: RoundEntry;
  readonly round: Round;
  readonly onAct: (act: EntryAct) => void;
}

function Acts({ entry, round, onAct }: ActsProps) {
  const t = useText();
  if (entry.status === 'struck') return <span className="quiet">{t('已决定不列入，本轮不再变动')}</span>;
  const { object, decide } = entry.may ?? round.may;
  const acts: [EntryAct, boolean][] = [
    ['objection', object.available],
    // where nobody in this seat may decide, the reason stands once above the table and not in every row
    ...(round.may.decide.available
      ? ([
          ['kept', decide.available],
          ['struck', decide.available],
        ] as [EntryAct, boolean][])
      : []),
  ];
  return (
    <span className="office-views">
      {acts.map(([act, available]) => (
        <Button
          key={act}
          size="small"
          disabled={!available}
          aria-label={`${t(ENTRY_ACTS[act])} ${entry.name}`}
          onClick={() => onAct(act)}
        >
          {t(ENTRY_ACTS[act])}
        </Button>
      ))}
      {entry.may ? <Reason permitted={object.available ? decide : object} /> : null}
    </span>
  );
}
