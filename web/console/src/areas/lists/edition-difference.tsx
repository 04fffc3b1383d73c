/** The edition a round will become (or became), against the one before: added, removed, changed, left out. */
import type { EditionPreview, Round } from '#contracts/lists.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { type Figure, Figures } from '../../parts/figures.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { Loading } from './loading.tsx';
import { useEditionPreview } from './questions.ts';

type Entry = EditionPreview['added'][number];
const FIELDS = {
  name: '名称',
  groundTitle: '事由',
  matter: '具体事项',
  department: '推荐单位',
  zone: '功能区',
} as const;

export function EditionDifference({ round }: { readonly round: Round }) {
  const t = useText();
  const preview = useEditionPreview(round);
  if (preview.isError) return <ProblemAlert error={preview.error} onRetry={() => void preview.refetch()} />;
  if (preview.isPending) return <Loading />;
  const { number, previous, published, entries, added, removed, changed, unchanged, leftOut } = preview.data;
  const figures: readonly Figure[] = [
    [t('共'), entries],
    [t('新增'), added.length],
    [t('不再列入'), removed.length],
    [t('有变动'), changed.length],
    [t('不变'), unchanged],
    [t('公示过而未列入'), leftOut.length],
  ];
  return (
    <>
      <section className="office-card">
        <header>
          <h2>{published ? t('第 {number} 期', { number }) : t('若今天发布，为第 {number} 期', { number })}</h2>
          <span className="quiet">
            {previous === null ? t('这是第一期，没有上一期可比。') : t('与第 {previous} 期对比', { previous })}
          </span>
        </header>
        <Figures figures={figures} />
      </section>
      <Entries title={t('新增')} entries={added} empty={t('没有新增。')} />
      {previous === null ? null : <Entries title={t('不再列入')} entries={removed} empty={t('没有减少。')} />}
      {changed.length > 0 ? <Changed changed={changed} /> : null}
      {leftOut.length > 0 ? <LeftOut leftOut={leftOut} /> : null}
    </>
  );
}

const pagesOf = (rows: readonly unknown[]) => (rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false);

function Entries({
  title,
  entries,
  empty,
}: {
  readonly title: string;
  readonly entries: readonly Entry[];
  readonly empty: string;
}) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>
          {title} {entries.length}
        </h2>
      </header>
      <DataTable<Entry>
        label={title}
        width={860}
        empty={empty}
        dataSource={entries}
        rowKey="recordId"
        pagination={pagesOf(entries)}
        columns={[
          {
            title: t('名称'),
            render: (_, one) => (
              <>
                {one.name} <ObjectionMark of={one} />
              </>
            ),
          },
          { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
          { title: t('事由'), dataIndex: 'groundTitle' },
          { title: t('推荐单位'), dataIndex: 'department' },
          {
            title: t('有效至'),
            dataIndex: 'validUntil',
            className: 'numbers',
            render: (until: string | null) => until ?? t('长期'),
          },
        ]}
      />
    </section>
  );
}

function Changed({ changed }: { readonly changed: EditionPreview['changed'] }) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>
          {t('有变动')} {changed.length}
        </h2>
      </header>
      <DataTable<EditionPreview['changed'][number]>
        label={t('有变动')}
        width={760}
        empty=""
        dataSource={changed}
        rowKey={({ after }) => after.recordId}
        pagination={pagesOf(changed)}
        columns={[
          {
            title: t('统一社会信用代码'),
            className: 'numbers',
            render: (_, { after }) => (
              <>
                {after.uscc} <ObjectionMark of={after} />
              </>
            ),
          },
          {
            title: t('变动'),
            render: (_, { before, after }) => (
              <ul className="lines">
                {(Object.keys(FIELDS) as (keyof typeof FIELDS)[])
                  .filter((field) => before[field] !== after[field])
                  .map((field) => (
                    <li key={field}>
                      {t(FIELDS[field])}：<del>{before[field] ?? '—'}</del> → <ins>{after[field] ?? '—'}</ins>
                    </li>
                  ))}
              </ul>
            ),
          },
        ]}
      />
    </section>
  );
}

function LeftOut({ leftOut }: { readonly leftOut: EditionPreview['leftOut'] }) {
  const t = useText();
  return (
    <section className="office-card">
      <header>
        <h2>
          {t('公示过而未列入')} {leftOut.length}
        </h2>
      </header>
      <DataTable<EditionPreview['leftOut'][number]>
        label={t('公示过而未列入')}
        width={640}
        empty=""
        dataSource={leftOut}
        rowKey={({ uscc, zh }) => `${uscc} ${zh}`}
        pagination={pagesOf(leftOut)}
        columns={[
          {
            title: t('名称'),
            render: (_, one) => (
              <>
                {one.name} <ObjectionMark of={one} />
              </>
            ),
          },
          { title: t('统一社会信用代码'), dataIndex: 'uscc', className: 'numbers' },
          { title: t('原因'), dataIndex: 'zh' },
        ]}
      />
    </section>
  );
}
