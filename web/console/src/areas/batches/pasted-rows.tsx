/** A few rows copied from a spreadsheet: shown as they will be read, before they become a file. */
import { Alert, Button, Flex, Input, Table, Typography } from 'antd';
import { useState } from 'react';
import type { ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { csvFile } from './csv.ts';
import { MOST_PASTED, type PastedSheet, pastedSheet } from './pasted-sheet.ts';

const SHOWN = 20;

interface Props {
  readonly report: ReportForm;
  readonly onReady: (file: File, rows: number) => void;
}

export function PastedRows({ report, onReady }: Props) {
  const t = useText();
  const [text, setText] = useState('');
  const titles = report.fields.map(({ title }) => title);
  const sheet = pastedSheet(text, titles);
  const { header, data, hasHeader } = sheet;
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
      <WhatIsWrong sheet={sheet} />
      {data.length > 0 ? <RowsRead sheet={sheet} /> : null}
      <Flex gap="small" align="center" wrap>
        <Button
          type="primary"
          disabled={!sheet.ready}
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

function WhatIsWrong({ sheet: { tooWide, tooMany } }: { readonly sheet: PastedSheet }) {
  const t = useText();
  return (
    <>
      {tooWide ? (
        <Alert
          type="warning"
          showIcon
          title={t('有的行比表头多出单元格，无法对上列。请连同表头一起复制，或按模板的列顺序整理。')}
        />
      ) : null}
      {tooMany ? (
        <Alert type="warning" showIcon title={t('粘贴的行超过 {most} 行，请存成文件再交。', { most: MOST_PASTED })} />
      ) : null}
    </>
  );
}

function RowsRead({ sheet: { header, data } }: { readonly sheet: PastedSheet }) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: holds nothing else to stop at, and must be scrolled by keyboard too
    <section className="scrolling" tabIndex={0} aria-label={t('读到的行')}>
      <Table
        size="small"
        rowKey={({ number }) => number}
        pagination={false}
        columns={header.map((title, index) => ({
          key: String(index),
          title,
          render: (_, { cells }) => cells[index] ?? '',
        }))}
        dataSource={data.slice(0, SHOWN).map((cells, index) => ({ number: index, cells }))}
      />
    </section>
  );
}

const fileName = ({ title }: ReportForm, rows: number): string => `${title}（粘贴${rows}行）.csv`;
