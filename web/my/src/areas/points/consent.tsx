/** Consent to an account: its own page, its own words, nothing ticked beforehand (个人信息保护法 14). */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConsentReceipt } from '#contracts/points.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';

export function Consent({ onOpened }: { readonly onOpened: (receipt: ConsentReceipt) => Promise<void> }) {
  const { t, language } = useLanguage();
  const text = useQuery({ queryKey: ['consent-text'], queryFn: () => points('GET /consent-text') });
  const [agreed, setAgreed] = useState(false);
  const open = useMutation({
    mutationFn: (textVersion: string) => points('POST /accounts', { body: { consent: true, textVersion } }),
    onSuccess: onOpened,
  });
  return (
    <Answer of={text}>
      {(words) => (
        <section className="card">
          <h2>{language === 'en' ? words.titleEn : words.title}</h2>
          <div className="clauses">
            {(language === 'en' ? words.textEn : words.text).split('\n').map((paragraph) => (
              <Clause key={paragraph} text={paragraph} />
            ))}
          </div>
          {language === 'en' ? (
            <details>
              <summary>{t('中文原文（以此为准）')}</summary>
              <div lang="zh-CN">
                {words.text.split('\n').map((paragraph) => (
                  <p key={paragraph}>{paragraph}</p>
                ))}
              </div>
            </details>
          ) : null}
          <label className="choice">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            <span>{t('我已阅读以上说明，自愿同意开通')}</span>
          </label>
          {open.isError ? <ProblemNotice error={open.error} /> : null}
          <button
            type="button"
            className="main wide"
            disabled={!agreed || open.isPending}
            onClick={() => open.mutate(words.version)}
          >
            {t('同意并开通')}
          </button>
          {agreed ? null : (
            <p className="soft">{t('勾选以后才能开通。不开通，不影响您办理任何事项，也不影响任何公共服务。')}</p>
          )}
        </section>
      )}
    </Answer>
  );
}

/** Its first words say what the paragraph is about: one who reads nothing else finds the place. */
function Clause({ text }: { readonly text: string }) {
  const [heading, ...rest] = text.split(/(?<=^(?:[一二三四五六七八九十]+、[^。]+。|\d+\. [^.]+\.))/u);
  if (rest.length === 0) return <p>{text}</p>;
  return (
    <p>
      <strong>{heading}</strong>
      {rest.join('')}
    </p>
  );
}
