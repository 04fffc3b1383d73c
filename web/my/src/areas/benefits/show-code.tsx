/** Showing a code: first what the provider will learn, then consent, then the code for two minutes, for one use. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { BenefitCatalogue, BenefitCode } from '#contracts/benefits.ts';
import { useLanguage, useSaid, useText } from '../../../../shared/language.tsx';
import { points } from '../../api.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts } from '../../parts/facts.tsx';
import { useFocusOnShow } from '../../parts/focus.ts';
import { Page } from '../../parts/page.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { factsOf } from './benefits.tsx';
import { QrCode } from './qr-code.tsx';
import { type Offer, type Sector, useBenefits } from './questions.ts';

export default function ShowCode() {
  const t = useText();
  const { offer: offerId } = useSearch({ strict: false });
  const benefits = useBenefits();
  return (
    <Page title={t('出示核验码')} back={{ to: '/benefits', title: t('优惠') }}>
      <Answer of={benefits}>
        {(catalogue) => {
          const sector = catalogue.benefits.find(({ offers }) => offers.some((one) => one.offerId === offerId));
          const offer = sector?.offers.find((one) => one.offerId === offerId);
          if (!sector || !offer)
            return (
              <>
                <p className="notice">{t('这项优惠现在没有了，可能已经到期。请回到优惠页重新选择。')}</p>
                <Link to="/benefits" className="button">
                  {t('看看有哪些优惠')}
                </Link>
              </>
            );
          return <OfferCode sector={sector} offer={offer} catalogue={catalogue} />;
        }}
      </Answer>
    </Page>
  );
}

function OfferCode({
  sector,
  offer,
  catalogue,
}: {
  readonly sector: Sector;
  readonly offer: Offer;
  readonly catalogue: BenefitCatalogue;
}) {
  const t = useText();
  const said = useSaid();
  const show = useMutation({
    mutationFn: () =>
      points('POST /accounts/me/code', {
        body: {
          consent: true,
          benefit: sector.id,
          providerId: offer.provider.id,
        },
      }),
  });
  if (show.data) return <Showing key={show.data.code} code={show.data} sector={sector} offer={offer} again={show} />;
  return (
    <>
      <section className="card">
        <h2>{said({ zh: offer.title, en: offer.titleEn })}</h2>
        <Facts facts={factsOf(offer, catalogue, t, said)} />
      </section>
      <Learns sector={sector} offer={offer} />
      {show.isError ? <ProblemNotice error={show.error} /> : null}
      <div className="buttons">
        <button type="button" className="main wide" disabled={show.isPending} onClick={() => show.mutate()}>
          {t('同意核验一次，出示核验码')}
        </button>
        <Link to="/benefits" className="button wide">
          {t('不出示')}
        </Link>
      </div>
    </>
  );
}

function Learns({ sector, offer }: { readonly sector: Sector; readonly offer: Offer }) {
  const { t, language } = useLanguage();
  const benefit = language === 'en' ? sector.titleEn : sector.title;
  return (
    <section className="card">
      <h2>{t('对方会知道什么')}</h2>
      <p>{t('{provider}只会知道一件事：您是否符合“{benefit}”优惠。', { provider: offer.provider.name, benefit })}</p>
      <ul>
        <li>{t('不会知道您的分数、等级、任何记录。')}</li>
        <li>{t('也不会从这里知道您的姓名和证件号码。')}</li>
        <li>{t('只用一次，两分钟内有效，只限这一家、这一项。')}</li>
        <li>{t('核验情况记在您的名下，随时可看；注销账户时一并删除。')}</li>
      </ul>
    </section>
  );
}

/** Asked about every three seconds: what became of the code is told on the person's own screen. */
function Showing({
  code,
  sector,
  offer,
  again,
}: {
  readonly code: BenefitCode;
  readonly sector: Sector;
  readonly offer: Offer;
  readonly again: { mutate(): void; isPending: boolean };
}) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const seconds = useSecondsLeft(code);
  const state = useQuery({
    queryKey: ['benefit-code', code.code],
    queryFn: ({ signal }) => points('GET /accounts/me/code', { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'none' ? false : 3000),
    enabled: seconds > 0,
  });
  const used = seconds > 0 && state.data?.state === 'none';
  const takeBack = useMutation({
    mutationFn: () => points('DELETE /accounts/me/code'),
    onSuccess: () => queries.setQueryData(['benefit-code', code.code], { state: 'none', expiresAt: null }),
  });
  useTakenBackOnLeaving();
  const heading = useFocusOnShow<HTMLHeadingElement>();
  if (takeBack.isSuccess) return <Ended again={again} title={t('核验码已作废')} text={t('没有告诉任何人。')} />;
  if (used) return <Used again={again} since={code.givenAt} />;
  if (seconds === 0)
    return (
      <Ended again={again} title={t('核验码已过期')} text={t('没有人用过，也没有告诉任何人。需要时可以再出示一次。')} />
    );
  return (
    <section className="card code-card">
      <h2 ref={heading} tabIndex={-1}>
        {offer.provider.name}
      </h2>
      <p>{t('请工作人员扫码，或者念出下面八位码')}</p>
      <QrCode text={`${location.origin}/provider/#${code.code}`} title={t('核验码的二维码')} />
      <p className="spoken-code">
        <span aria-hidden="true">
          {code.code.slice(0, 4)} {code.code.slice(4)}
        </span>
        <span className="hidden">{[...code.code].join(' ')}</span>
      </p>
      <p>
        <span aria-hidden="true">{t('还有 {seconds} 秒', { seconds })}</span>
        <span className="hidden" role="timer">
          {t('两分钟内有效')}
        </span>
        <span className="soft"> · {language === 'en' ? sector.titleEn : sector.title}</span>
      </p>
      {takeBack.isError ? <ProblemNotice error={takeBack.error} /> : null}
      <button type="button" className="wide" disabled={takeBack.isPending} onClick={() => takeBack.mutate()}>
        {t('作废这个码')}
      </button>
    </section>
  );
}

/** Whoever leaves the page shows nothing any more; an effect that React only tries twice is no leaving. */
function useTakenBackOnLeaving(): void {
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    clearTimeout(leaving.current);
    return () => {
      leaving.current = setTimeout(() => void points('DELETE /accounts/me/code').catch(() => undefined));
    };
  }, []);
}

/** By this phone's own pace: its clock may differ from the server's. */
function useSecondsLeft({ givenAt, expiresAt }: BenefitCode): number {
  const lasting = Date.parse(expiresAt) - Date.parse(givenAt);
  const [start] = useState(() => performance.now());
  const [now, setNow] = useState(start);
  const left = Math.max(0, Math.ceil((lasting - (now - start)) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return left;
}

function Used({ again, since }: { readonly again: { mutate(): void; isPending: boolean }; readonly since: string }) {
  const t = useText();
  const told = useQuery({
    queryKey: ['account', 'verifications', since],
    queryFn: ({ signal }) => points('GET /accounts/me/verifications', { signal }),
  });
  return (
    <Answer of={told}>
      {({ items }) => {
        const last = items.find(({ at }) => at >= since);
        return (
          <Ended
            again={again}
            good={last?.answer === 'yes'}
            title={last?.answer === 'yes' ? t('已核验：符合') : t('这个码已经不能用了')}
            text={
              last
                ? t('告诉{provider}的答复是：{answer}。没有告诉别的。', {
                    provider: last.provider,
                    answer: last.answer === 'yes' ? t('符合') : t('未确认'),
                  })
                : t('没有告诉任何人。')
            }
          />
        );
      }}
    </Answer>
  );
}

function Ended({
  again,
  title,
  text,
  good = false,
}: {
  readonly again: { mutate(): void; isPending: boolean };
  readonly title: string;
  readonly text: string;
  readonly good?: boolean;
}) {
  const t = useText();
  const told = useFocusOnShow<HTMLDivElement>();
  return (
    <>
      <div ref={told} tabIndex={-1} className={good ? 'notice good' : 'notice'}>
        <strong>{title}</strong>
        <p>{text}</p>
      </div>
      <div className="buttons">
        <button type="button" className="wide" disabled={again.isPending} onClick={() => again.mutate()}>
          {t('再出示一次')}
        </button>
        <Link to="/benefits/verifications" className="button wide">
          {t('哪些单位核验过我')}
        </Link>
      </div>
    </>
  );
}
