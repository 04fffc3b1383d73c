/** The questions of a report, each on a page of its own. */

import { useState } from 'react';
import { COUNTRY } from '#contracts/lengths.ts';
import type { OwnReportContent, OwnReportField, OwnReportForm } from '#contracts/own-reports.ts';
import { SEXES } from '#contracts/vocabulary.ts';
import { noticeOfRef } from '#kernel/policy/refs.ts';
import { useCited, useLanguage, useSaid } from '../../../../shared/language.tsx';
import { useNotices } from '../../../../shared/notices.tsx';
import { SEX_WORDS } from './words.ts';

interface QuestionProps {
  readonly form: OwnReportForm;
  readonly content: OwnReportContent;
  readonly change: (part: Partial<OwnReportContent>) => void;
}

type Kind = OwnReportForm['kinds'][number];

/** Under its notice's name and with a way to look for it, where several are in force. */
export function KindQuestion({ form, content, change }: QuestionProps) {
  const { t } = useLanguage();
  const said = useSaid();
  const notices = useNotices();
  const [sought, setSought] = useState('');
  const kinds = { chosen: content.kind, onChoose: (kind: string) => change({ kind }) };
  if (notices.length < 2)
    return (
      <fieldset>
        <legend className="hidden">{t('您做了哪一类事？')}</legend>
        <Kinds {...kinds} of={form.kinds} />
      </fieldset>
    );
  const fits = (kind: Kind) =>
    kind.id === content.kind ||
    [kind.title, kind.official, kind.titleEn, kind.explanation].some((text) => text.includes(sought.trim()));
  const found = notices
    .map((notice) => ({ notice, of: form.kinds.filter(({ id }) => noticeOfRef(id) === notice.id).filter(fits) }))
    .filter(({ of }) => of.length > 0);
  return (
    <>
      <div className="field">
        <label htmlFor="sought">{t('做了什么？写几个字找找看')}</label>
        <input id="sought" type="search" value={sought} onChange={({ target }) => setSought(target.value)} />
      </div>
      {found.map(({ notice, of }) => (
        <fieldset key={notice.id}>
          <legend>{said({ zh: `《${notice.title}》`, en: notice.titleEn })}</legend>
          <Kinds {...kinds} of={of} />
        </fieldset>
      ))}
      {found.length === 0 ? (
        <p className="notice">{t('没有找到这样的事。换一个说法，或者清空上面的字，看全部类别。')}</p>
      ) : null}
    </>
  );
}

interface KindsProps {
  readonly of: readonly Kind[];
  readonly chosen: string | undefined;
  readonly onChoose: (kind: string) => void;
}

function Kinds({ of, chosen, onChoose }: KindsProps) {
  const { t, language } = useLanguage();
  const cited = useCited();
  return (
    <>
      {of.map((kind) => (
        <label key={kind.id} className="choice">
          <input type="radio" name="kind" required checked={chosen === kind.id} onChange={() => onChoose(kind.id)} />
          <span>
            <strong>{language === 'en' ? kind.titleEn : kind.title}</strong>
            <span className="soft">{language === 'en' ? kind.explanationEn : kind.official}</span>
            <span className="small"> {t('通知{clause}', { clause: cited(kind.clause) })}</span>
          </span>
        </label>
      ))}
    </>
  );
}

export function PlaceQuestion({ form, content, change }: QuestionProps) {
  const { t } = useLanguage();
  return (
    <div className="field">
      <label htmlFor="place">{t('县（市、区）或者功能区')}</label>
      <select
        id="place"
        required
        value={content.place ?? ''}
        aria-describedby="place-hint"
        onChange={({ target }) => change({ place: target.value })}
      >
        <option value="">{t('请选择')}</option>
        {form.places.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <p id="place-hint" className="hint">
        {t('据此找到该由哪个部门核对。去外地支援的，选最后一项。')}
      </p>
    </div>
  );
}

export function WhenQuestion({ form, content, change }: QuestionProps) {
  const { t } = useLanguage();
  return (
    <div className="field">
      <label htmlFor="when">{t('日期')}</label>
      <input
        id="when"
        type="date"
        required
        max={form.today}
        value={content.occurredOn ?? ''}
        aria-describedby="when-hint"
        onChange={({ target }) => change({ occurredOn: target.value })}
      />
      <p id="when-hint" className="hint">
        {t('做了一段时间的，填开始的那一天。')}
      </p>
    </div>
  );
}

export function MatterQuestion({ form, content, change }: QuestionProps) {
  const { t } = useLanguage();
  const matter = content.matter ?? '';
  const left = form.limits.matter - [...matter].length;
  return (
    <div className="field">
      <label htmlFor="matter">{t('在哪里、为哪个单位、做了什么')}</label>
      <textarea
        id="matter"
        required
        rows={6}
        value={matter}
        aria-describedby="matter-hint matter-left"
        onChange={({ target }) => change({ matter: target.value })}
      />
      <p id="matter-hint" className="hint">
        {t(
          '例如：2月3日至28日在某某社区卡口值守，登记出入人员。只写自己做的事；不写别人的名字、证件号码，也不写谁得了什么病、去过哪里。',
        )}
      </p>
      <p id="matter-left" className={left < 0 ? 'notice problem' : 'hint'} aria-live="polite">
        {left < 0 ? t('多了 {count} 个字', { count: -left }) : t('还可以写 {count} 个字', { count: left })}
      </p>
    </div>
  );
}

/** What the document number does not tell. */
export function MoreQuestion({
  asks,
  content,
  change,
}: Omit<QuestionProps, 'form'> & { readonly asks: readonly OwnReportField[] }) {
  const { t } = useLanguage();
  return (
    <>
      {asks.includes('sex') ? (
        <fieldset>
          <legend>{t('性别')}</legend>
          {SEXES.map((sex) => (
            <label key={sex} className="choice">
              <input type="radio" name="sex" required checked={content.sex === sex} onChange={() => change({ sex })} />
              <span>{t(SEX_WORDS[sex])}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {asks.includes('issuingCountry') ? (
        <div className="field">
          <label htmlFor="country">{t('护照由哪个国家签发')}</label>
          <input
            id="country"
            type="text"
            required
            maxLength={COUNTRY.most}
            value={content.issuingCountry ?? ''}
            onChange={({ target }) => change({ issuingCountry: target.value })}
          />
        </div>
      ) : null}
    </>
  );
}
