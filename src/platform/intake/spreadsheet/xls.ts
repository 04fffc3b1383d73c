/**
 * Reads a legacy `.xls` workbook. The format cannot be streamed, so SheetJS parses it in a thread of its own, with a bound on
 * the file, the thread's heap and the time it may take; the rows come back in arrays.
 */
import { Worker } from 'node:worker_threads';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Merge, TableFindings } from './findings.ts';
import type { RawRow, RowSource, TableLimits } from './table.ts';
import type { XlsMessage, XlsRequest } from './xls-worker.ts';

export async function openXls(
  path: string,
  fileName: string,
  limits: TableLimits,
  signal?: AbortSignal,
): Promise<RowSource> {
  signal?.throwIfAborted();
  const { sheets, pieces, bytes, date1904, merges } = await parse(path, limits, signal);
  const [sheet, ...otherSheets] = sheets;
  if (sheet === undefined) {
    throw new Problem('file.empty', {
      said: {
        zh: `“${fileName}”中没有可见的工作表。请取消隐藏存放数据的工作表后重新报送。`,
        en: `“${fileName}” has no visible sheet. Unhide the sheet with the data.`,
      },
    });
  }
  let delivered = 0;
  const findings = new TableFindings();
  for (const merge of merges) findings.merged(merge);

  async function* rows(): AsyncGenerator<RawRow[]> {
    for (const piece of pieces) {
      signal?.throwIfAborted();
      yield piece;
      delivered++;
    }
  }

  return {
    format: 'xls',
    sheet,
    otherSheets,
    date1904,
    findings,
    rows,
    progress: () => ({
      bytesRead: pieces.length === 0 ? bytes : Math.round((bytes * delivered) / pieces.length),
      bytesTotal: bytes,
    }),
    async close() {
      pieces.length = 0;
    },
  };
}

interface Parsed {
  readonly sheets: readonly string[];
  readonly pieces: RawRow[][];
  readonly bytes: number;
  readonly date1904: boolean;
  readonly merges: readonly Merge[];
}

function parse(path: string, limits: TableLimits, signal: AbortSignal | undefined): Promise<Parsed> {
  const request: XlsRequest = { path, columns: limits.columns, cellCharacters: limits.cellCharacters };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./xls-worker.ts', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: limits.xlsHeapMebibytes },
      // nothing of the parent's start-up flags (test runners add their own) belongs in the parser's thread
      execArgv: [],
    });
    const pieces: RawRow[][] = [];
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      void worker.terminate();
      settle();
    };
    const timer = setTimeout(() => finish(() => reject(tooDemanding('超过规定时间仍未读完'))), limits.xlsMilliseconds);
    const onAbort = () => finish(() => reject(signal!.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.on('message', (message: XlsMessage) => {
      if (message.type === 'rows') pieces.push(message.rows);
      else if (message.type === 'end') {
        const { sheets, bytes, date1904, merges } = message;
        finish(() => resolve({ sheets, pieces, bytes, date1904, merges }));
      } else if (message.type === 'unread')
        finish(() =>
          reject(Object.assign(new Error(message.message), { code: message.code, syscall: message.syscall })),
        );
      else finish(() => reject(message.locked ? locked() : unreadable(message.message)));
    });
    worker.on('error', (error: Error & { code?: string }) => {
      // the machine could not start a thread: that says nothing about the workbook
      if (error.code === 'ERR_WORKER_INIT_FAILED') return finish(() => reject(error));
      finish(() =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooDemanding('占用内存过多') : unreadable(error.message)),
      );
    });
    worker.on('exit', () => finish(() => reject(unreadable('the parser ended without an answer'))));
  });
}

const tooDemanding = (what: string): Problem =>
  new Problem('file.too_large', {
    said: {
      zh: `xls 文件过于复杂，${what}。请用表格软件打开后另存为 xlsx 再报送。`,
      en: `The xls file is too complex. Open it in a spreadsheet program and save it as xlsx.`,
    },
  });

const locked = (): Problem =>
  new Problem('file.unreadable', {
    said: {
      zh: '工作簿设有打开密码，无法读取。请取消密码，保存后重新报送。',
      en: 'The workbook needs a password to open. Remove it, save, and hand it in again.',
    },
  });

const unreadable = (cause: string): Problem =>
  new Problem('file.unreadable', {
    said: {
      zh: 'xls 文件已损坏，或不是表格软件保存的。请用表格软件打开后另存为 xlsx 再报送。',
      en: 'The xls file is damaged or was not saved by a spreadsheet program. Open it in one and save it as xlsx.',
    },
    cause: new Error(cause),
  });
