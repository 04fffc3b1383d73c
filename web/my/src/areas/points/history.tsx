/** How the total changed and why; and what changes of the rules meant for the holder. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PointsHistory } from '#contracts/points.ts';
import { useLanguage } from '../../../../shared/language.tsx';
import { points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Day, Instant } from '../../parts/facts.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';

type Step = PointsHistory['steps'][number];

export function History() {
  const { t } = useLanguage();
  const history = useQuery({
    queryKey: ['account', 'history'],
    queryFn: () => points('GET /accounts/me/history'),
  });
  return (
    <section className="card">
      <h2>{t('分数怎样变化、为什么')}</h2>
      <Answer of={history}>
        {({ steps }) =>
          steps.length === 0 ? (
            <p className="soft">{t('从开始到现在没有变化。')}</p>
          ) : (
            <ol className="timeline">
              {steps.toReversed().map((step) => (
                <li key={step.on}>
                  <Day of={step.on} />
                  <strong>
                    {step.before.total} → {step.after.total}
                  </strong>
                  <Level step={step} />
                  <ul>
                    {step.causes.map((cause) => (
                      <li key={`${cause.cause}${cause.text}`}>
                        {t(CAUSES[cause.cause])}：{cause.text}
                        {cause.citation ? <span className="soft">（{cause.citation}）</span> : null}{' '}
                        <ObjectionMark of={cause} />
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </section>
  );
}

const CAUSES = { begun: '记录生效', ended: '记录到期或者撤下', rule: '计分规则变化' } as const;

function Level({ step: { before, after } }: { readonly step: Step }) {
  const { language } = useLanguage();
  if (before.level === after.level) return null;
  const said = ({ levelTitle, levelTitleEn }: Step['after']) => (language === 'en' ? levelTitleEn : levelTitle);
  return (
    <span>
      {' '}
      {said(before)} → {said(after)}
    </span>
  );
}

export function RuleChanges() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const notices = useQuery({
    queryKey: ['account', 'rule-notices'],
    queryFn: () => points('GET /accounts/me/rule-notices'),
  });
  const read = useMutation({
    mutationFn: (id: string) => points('POST /accounts/me/rule-notices/:id/read', { params: { id } }),
    onSuccess: async (_, id) => {
      await queries.invalidateQueries({ queryKey: ['account', 'rule-notices'] });
      document.getElementById(`rules-${id}`)?.focus(); // the button is gone
    },
  });
  if (!notices.data || notices.data.items.length === 0) return null;
  return (
    <section>
      <h2>{t('计分规则变化')}</h2>
      {notices.data.items.map((notice) => (
        <div key={notice.noticeId} className={notice.read ? 'card' : 'card unread'}>
          <p id={`rules-${notice.noticeId}`} tabIndex={-1} className="soft">
            <Instant of={notice.at} />
          </p>
          <p>
            {t('按您现在的记录计算，由 {before} 变为 {after}。', {
              before: notice.before.total,
              after: notice.after.total,
            })}
          </p>
          <ul>
            {notice.causes.map((cause) => (
              <li key={cause.text}>
                {cause.text}
                {cause.citation ? <span className="soft">（{cause.citation}）</span> : null}
              </li>
            ))}
          </ul>
          {notice.read ? null : (
            <button type="button" onClick={() => read.mutate(notice.noticeId)}>
              {t('知道了')}
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
