/** One check: which benefit, which code, and the answer in letters nobody can misread. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react';
import type { ProviderMe, VerificationAnswer } from '#contracts/benefits.ts';
import { BENEFIT_CODE } from '#contracts/lengths.ts';
import { useLanguage } from '../../../shared/language.tsx';
import { useFocusOnShow } from '../parts/focus.ts';
import { Refusal } from './refusal.tsx';
import { codeIn, forgetOpened, openedWith, provider } from './session.ts';

/** the decoder is large and only needed where there is a camera */
const Camera = lazy(() => import('./camera.tsx'));

type Benefits = ProviderMe['benefits'];

export function Check({ benefits }: { readonly benefits: Benefits }) {
  const { t } = useLanguage();
  const [benefit, setBenefit] = useState(benefits[0]?.id ?? '');
  const [code, setCode] = useState(openedWith);
  useEffect(forgetOpened, []);
  const check = useVerification(benefit, () => setCode(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() !== '') check.mutate(code);
  };
  return (
    <section className="card" aria-labelledby="check">
      <h2 id="check">{t('核验一次')}</h2>
      {check.data ? <Told key={check.data.at} answer={check.data} /> : null}
      {check.isError ? <Refusal error={check.error} /> : null}
      <form onSubmit={submit}>
        <BenefitChoice benefits={benefits} benefit={benefit} onChoose={setBenefit} />
        <Scan onBegin={check.reset} onRead={(text) => check.mutate(codeIn(text) || text.slice(0, 100))} />
        <div className="field">
          <label htmlFor="code">{t('或者输入八位核验码')}</label>
          <input
            id="code"
            className="spoken-code"
            value={code}
            onChange={({ target }) => {
              check.reset(); // the answer on the screen is the last person's, not the next one's
              setCode(target.value);
            }}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={BENEFIT_CODE.most}
          />
        </div>
        <button type="submit" className="wide" disabled={check.isPending || code.trim() === ''}>
          {check.isPending ? t('正在核验……') : t('核验')}
        </button>
      </form>
    </section>
  );
}

/** Asks about a code for one benefit; what was counted is known anew afterwards. */
function useVerification(benefit: string, onAnswered: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (read: string) => provider('POST /verifications', { body: { benefit, code: read } }),
    onSuccess: () => {
      onAnswered();
      void queries.invalidateQueries({ queryKey: ['counts'] });
    },
  });
}

interface BenefitChoiceProps {
  readonly benefits: Benefits;
  readonly benefit: string;
  readonly onChoose: (benefit: string) => void;
}

function BenefitChoice({ benefits, benefit, onChoose }: BenefitChoiceProps) {
  const { t, language } = useLanguage();
  return (
    <div className="field">
      <label htmlFor="benefit">{t('哪一项优惠')}</label>
      <select id="benefit" value={benefit} onChange={({ target }) => onChoose(target.value)}>
        {benefits.map(({ id, title, titleEn }) => (
          <option key={id} value={id}>
            {language === 'en' ? titleEn : title}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The camera, opened when somebody asks for it and closed as soon as it has read something. */
function Scan({ onBegin, onRead }: { readonly onBegin: () => void; readonly onRead: (text: string) => void }) {
  const { t } = useLanguage();
  const [scanning, setScanning] = useState(false);
  const begin = () => {
    onBegin();
    setScanning(true);
  };
  const read = (text: string) => {
    setScanning(false);
    onRead(text);
  };
  if (!scanning)
    return (
      <div className="buttons">
        <button type="button" className="main wide" onClick={begin}>
          {t('用摄像头扫码')}
        </button>
      </div>
    );
  return (
    <Suspense fallback={<p role="status">{t('正在打开摄像头……')}</p>}>
      <Camera onRead={read} onClose={() => setScanning(false)} />
    </Suspense>
  );
}

function Told({ answer }: { readonly answer: VerificationAnswer }) {
  const { t, language } = useLanguage();
  const title = language === 'en' ? answer.titleEn : answer.title;
  const yes = answer.answer === 'yes';
  const shown = useFocusOnShow<HTMLDivElement>();
  return (
    <div ref={shown} tabIndex={-1} className={yes ? 'notice good told' : 'notice told'}>
      <strong>{yes ? t('符合') : t('未确认')}</strong>
      <p>{title}</p>
      {yes ? null : (
        <>
          <p>{t('码可能输错、过期、用过，或者不是为本单位这项优惠出示的。请来人在手机上重新出示；不要追问原因。')}</p>
          <p>
            {t('基本服务照常提供：')}
            {language === 'en' ? answer.basicServiceEn : answer.basicService}
          </p>
        </>
      )}
    </div>
  );
}
