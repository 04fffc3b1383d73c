/** A few rows copied from a spreadsheet: shown as they will be read, before they become a file. */
import { Alert, Button, Flex, Input, Table, Typography } from 'antd';
import { useState } from 'react';
import type { ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { csvFile, pastedRows } from './csv.ts';

const SHOWN = 20;
const MOST = 500;

export function PastedRows({
  report,
  onReady,
}: {
  readonly report: ReportForm;
  readonly onReady: (file: File, rows: number) => void;
}) {
  const t = useText();
  const [text, setText] = useState('');
  const titles = report.fields.map(({ title }) => title);
  const rows = pastedRows(text);
  const hasHeader = rows[0] !== undefined && looksLikeHeader(rows[0], titles);
  const header = hasHeader ? rows[0]! : titles;
  const data = hasHeader ? rows.slice(1) : rows;
  const tooWide = data.some((row) => row.length > header.length);
  const ready = data.length > 0 && data.length <= MOST && !tooWide;
  return (
    <Flex vertical gap="middle">
      <label htmlFor="pasted">
        {t('从表格软件里选中几行，复制，粘贴到下面。带着表头一起复制最稳妥；不带表头的，按模板的列顺序读取：')}
        <Typography.Text type="secondary">{titles.join('、')}</Typography.Text>
      </label>
      <Input.TextArea
        id="pasted"
        value={text}
        onChange={({ target }) => setText(target.value)}
        rows={6}
        spellCheck={false}
      />
      {tooWide ? (
        <Alert
          type="warning"
          showIcon
          title={t('有的行比表头多出单元格，无法对上列。请连同表头一起复制，或按模板的列顺序整理。')}
        />
      ) : null}
      {data.length > MOST ? (
        <Alert type="warning" showIcon title={t('粘贴的行超过 {most} 行，请存成文件再交。', { most: MOST })} />
      ) : null}
      {data.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: holds nothing else to stop at, and must be scrolled by keyboard too
        <section className="scrolling" tabIndex={0} aria-label={t('读到的行')}>
          <Table
            size="small"
            rowKey={({ number }) => number}
            pagination={false}
            columns={header.map((title, index) => ({
              key: String(index),
              title,
              render: (_: unknown, { cells }: { cells: string[] }) => cells[index] ?? '',
            }))}
            dataSource={data.slice(0, SHOWN).map((cells, index) => ({ number: index, cells }))}
          />
        </section>
      ) : null}
      <Flex gap="small" align="center" wrap>
        <Button
          type="primary"
          disabled={!ready}
          onClick={() => onReady(csvFile(fileName(report, data.length), [header, ...data]), data.length)}
        >
          {t('下一步')}
        </Button>
        <Typography.Text type="secondary">
          {data.length === 0
            ? t('粘贴后这里会显示读到的行。')
            : t('读到 {rows} 行，{header}。', {
                rows: data.length,
                header: hasHeader ? t('第一行是表头') : t('没有表头，按模板的列顺序'),
              })}
        </Typography.Text>
      </Flex>
    </Flex>
  );
}

/** Two familiar words in the first row make it a header: nobody is called 姓名. */
function looksLikeHeader(row: readonly string[], titles: readonly string[]): boolean {
  const plain = (title: string) => title.replaceAll(/[\s*＊:：]/gu, '');
  return row.filter((cell) => titles.includes(plain(cell))).length >= 2;
}

const fileName = ({ title }: ReportForm, rows: number): string => `${title}（粘贴${rows}行）.csv`;
