/** A dense table that scrolls inside itself, by keyboard too, so that the page never scrolls sideways. */
import { Button, Table, type TableProps } from 'antd';
import type { CSSProperties } from 'react';
import { useText } from '../language.tsx';
import './office.css';

export interface DataTableProps<Row> extends TableProps<Row> {
  /** what the table shows, for those who do not see it */
  readonly label: string;
  /** below this width the table scrolls */
  readonly width: number;
  readonly empty: string;
}

export function DataTable<Row extends object>({ label, width, empty, ...table }: DataTableProps<Row>) {
  return (
    <section
      className="table-region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      // an empty table says so within the width there is
      style={{ '--table-width': table.dataSource?.length ? `${width}px` : '0' } as CSSProperties}
    >
      <Table<Row>
        size="small"
        pagination={false}
        {...table}
        locale={{ emptyText: <span className="quiet">{empty}</span> }}
      />
    </section>
  );
}

/** Forward by cursor; back is the browser's own. */
export function Pages({
  next,
  first,
  onNext,
  onFirst,
}: {
  readonly next: boolean;
  readonly first: boolean;
  readonly onNext: () => void;
  readonly onFirst: () => void;
}) {
  const t = useText();
  if (!next && first) return null;
  return (
    <div className="pages">
      <Button size="small" disabled={first} onClick={onFirst}>
        {t('回到第一页')}
      </Button>
      <Button size="small" disabled={!next} onClick={onNext}>
        {t('下一页')}
      </Button>
    </div>
  );
}
