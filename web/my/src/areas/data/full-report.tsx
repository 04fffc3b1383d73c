/** A full report as a paper, with a code by which anyone it is given to can check it. Two are free each year; looking is never counted. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { OwnData } from '#contracts/own-data.ts';
import { useText } from '../../../../shared/language.tsx';
import { useActing } from '../../acting.tsx';
import { platform } from '../../api.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';

export function FullReport({ reports }: { readonly reports: OwnData['fullReports'] }) {
  const t = useText();
  const uscc = useActing().organisation?.uscc;
  const queries = useQueryClient();
  const left = Math.max(0, reports.allowed - reports.used);
  const issue = useMutation({
    mutationFn: async () => {
      const { file, headers } = await platform.file('POST /full-reports', { body: uscc === undefined ? {} : { uscc } });
      const code = headers.get('x-report-code') ?? '';
      save(file, `credit-report-${code}.pdf`);
      return code;
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['data'] }),
  });
  return (
    <>
      <p>
        {t('完整信用报告（PDF）可以出示给他人，对方凭编码核验真伪。{year} 年还可以取 {left} 份。', {
          year: reports.year,
          left,
        })}
      </p>
      <button type="button" disabled={left === 0 || issue.isPending} onClick={() => issue.mutate()}>
        {t('取一份完整信用报告')}
      </button>
      {left === 0 ? <p className="soft">{t('本年度的免费份数已经取完；随时查看和下载不受影响。')}</p> : null}
      {issue.isError ? <ProblemNotice error={issue.error} /> : null}
      {issue.data ? (
        <p role="status" className="notice good">
          {t('已下载。编码：')} <span className="code">{issue.data}</span>
        </p>
      ) : null}
    </>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
