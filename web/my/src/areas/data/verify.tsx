/** For anybody who was handed a full report: is it genuine, does it still hold, is the file the one that was issued. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '../../../../shared/language.tsx';
import { anybody } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts, Instant } from '../../parts/facts.tsx';
import { Page } from '../../parts/page.tsx';

export default function Verify() {
  const t = useText();
  const { code } = useParams({ strict: false }) as { code?: string };
  const navigate = useNavigate();
  const [typed, setTyped] = useState(code ?? '');
  return (
    <Page title={t('核验信用报告')}>
      <p className="soft">
        {t('输入报告上的编码。只说明报告是否由平台出具、所载记录至今有无变化，不显示报告内容；核验会告知本人。')}
      </p>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/verify/$code', params: { code: typed.trim() } });
        }}
      >
        <label className="field">
          <span>{t('报告编码（20位）')}</span>
          <input
            value={typed}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit" className="main wide" disabled={typed.trim() === ''}>
          {t('核验')}
        </button>
      </form>
      {code ? <Verified key={code} code={code} /> : null}
    </Page>
  );
}

function Verified({ code }: { readonly code: string }) {
  const t = useText();
  const answer = useQuery({
    queryKey: ['verify', code],
    queryFn: () => anybody('GET /reports/:code', { params: { code } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Answer of={answer}>
      {(report) => (
        <section className="card" role="status">
          <h2>{t('报告由平台出具')}</h2>
          <p className={report.unchanged ? 'notice good' : 'notice problem'}>
            {report.unchanged ? t('所载记录至今没有变化。') : t('出具以后，记录已有变化，请向出示人索取新的报告。')}
          </p>
          <Facts
            facts={[
              [report.subjectType === 'person' ? t('姓名（已遮盖）') : t('单位名称'), report.name],
              [t('出具时间'), <Instant key="issued" of={report.issuedAt} />],
            ]}
          />
          <SameFile sha256={report.sha256} />
        </section>
      )}
    </Answer>
  );
}

/** The file stays on this device: only its digest is computed, here. */
function SameFile({ sha256 }: { readonly sha256: string }) {
  const t = useText();
  const compare = useMutation({
    mutationFn: async (file: File) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
    },
  });
  return (
    <>
      <label className="field">
        <span>{t('有电子文件的，可以再核对是不是同一份（文件不上传，在本机比对）')}</span>
        <input
          type="file"
          accept="application/pdf"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) compare.mutate(file);
          }}
        />
      </label>
      {compare.data === undefined ? null : (
        <p className={compare.data ? 'notice good' : 'notice problem'}>
          {compare.data ? t('是签发的那一份。') : t('不是签发的那一份，内容可能被改动过。')}
        </p>
      )}
    </>
  );
}
