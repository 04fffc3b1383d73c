/** Differences in words, and what a rehearsal tells. */
import type { DifferenceLine, Rehearsal, RehearsedLine } from '#contracts/enactments.ts';
import { useLanguage, useText } from '../../language.tsx';

export function Differences({
  title,
  version,
  difference,
}: {
  readonly title: string;
  readonly version: number | null;
  readonly difference: readonly DifferenceLine[];
}) {
  const { t, language } = useLanguage();
  return (
    <details open={difference.length <= 20}>
      <summary>
        {title} {version === null ? t('废止') : t('第 {version} 版，{n} 处不同', { version, n: difference.length })}
      </summary>
      <ul>
        {difference.map(({ where, kind, zh, en }) => (
          <li key={`${where} ${kind} ${zh}`}>{language === 'en' ? en : zh}</li>
        ))}
      </ul>
    </details>
  );
}

export function Rehearsed({ rehearsal: { changes, obstacles, staying } }: { readonly rehearsal: Rehearsal }) {
  const t = useText();
  return (
    <div>
      <Lines title={t('妨碍施行，须先解决')} lines={obstacles} />
      <Lines title={t('会改变的')} lines={changes} />
      {changes.length === 0 ? <p>{t('在办和已有的，没有会改变的。')}</p> : null}
      <p className="quiet">
        {t('不受影响：在办事项 {cases} 件、申请 {requests} 件、名单条目 {entries} 个，都按原来的版本办完。', {
          ...staying,
        })}
      </p>
    </div>
  );
}

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly RehearsedLine[] }) {
  const { language } = useLanguage();
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {lines.map(({ about, name, zh, en }) => (
          <li key={`${about} ${name} ${zh}`}>
            <strong>{name}</strong> {language === 'en' ? en : zh}
          </li>
        ))}
      </ul>
    </>
  );
}
