/** The seven benefits of the notice: what everybody has anyway, and what providers near the reader offer on top. */

import { Link } from '@tanstack/react-router';
import type { BenefitCatalogue } from '#contracts/benefits.ts';
import { type Said, type Translate, useCited, useLanguage, useSaid, useText } from '../../../../shared/language.tsx';
import { useDraft } from '../../draft.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { type Offer, offeredIn, type Sector, useBenefits, useUnlocked } from './questions.ts';

export default function Benefits() {
  const t = useText();
  const benefits = useBenefits();
  const unlocked = useUnlocked();
  const [area, setArea] = useDraft('benefits.area', '');
  return (
    <Page title={t('优惠')}>
      <Answer of={benefits}>
        {(catalogue) => (
          <Answer of={unlocked}>
            {(open) => (
              <>
                {open === null ? <WithoutAccount /> : null}
                <div className="field">
                  <label htmlFor="area">{t('我在哪里')}</label>
                  <select
                    id="area"
                    aria-describedby="area-hint"
                    value={area}
                    onChange={({ target }) => setArea(target.value)}
                  >
                    <option value="">{t('全市')}</option>
                    {catalogue.areas.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                  <span id="area-hint" className="hint">
                    {t('由您自己选择，本页不读取您的位置。')}
                  </span>
                  <p role="status" className="hint">
                    {t('这里有 {count} 项优惠。', { count: countIn(catalogue, area) })}
                  </p>
                </div>
                {catalogue.benefits.map((sector) => (
                  <SectorCard key={sector.id} sector={sector} catalogue={catalogue} area={area} unlocked={open} />
                ))}
                {open === null ? null : (
                  <p>
                    <Link to="/benefits/verifications">{t('哪些单位核验过我')}</Link>
                  </p>
                )}
              </>
            )}
          </Answer>
        )}
      </Answer>
    </Page>
  );
}

const countIn = ({ benefits }: BenefitCatalogue, area: string) =>
  benefits.flatMap(({ offers }) => offers).filter((offer) => offeredIn(offer, area)).length;

function WithoutAccount() {
  const t = useText();
  return (
    <div className="notice">
      <p>{t('您没有开通积分账户，什么也不会失去：下面各项基本服务人人都有，与积分无关。')}</p>
      <p>
        <Link to="/points">{t('了解积分账户')}</Link>
      </p>
    </div>
  );
}

interface SectorProps {
  readonly sector: Sector;
  readonly catalogue: BenefitCatalogue;
  readonly area: string;
  /** null: no account */
  readonly unlocked: ReadonlySet<string> | null;
}

/** What everybody has comes first. To whom the rest is not open it is there to be read, folded away, and says nothing about them. */
function SectorCard({ sector, catalogue, area, unlocked }: SectorProps) {
  const { t, language } = useLanguage();
  const cited = useCited();
  const said = useSaid();
  const offers = sector.offers.filter((offer) => offeredIn(offer, area));
  const qualifies = unlocked?.has(sector.id) ?? false;
  const from = {
    level: language === 'en' ? sector.level.titleEn : sector.level.title,
    clause: cited(sector.clause),
    count: offers.length,
  };
  const list = (
    <ul className="rows offers">
      {offers.map((offer) => (
        <OfferRow key={offer.offerId} offer={offer} catalogue={catalogue} qualifies={qualifies} />
      ))}
    </ul>
  );
  return (
    <section className="card" aria-labelledby={`sector-${sector.id}`}>
      <h2 id={`sector-${sector.id}`}>{said({ zh: sector.title, en: sector.titleEn })}</h2>
      <p>
        <span className="soft">{t('人人都有：')}</span>
        {said({ zh: sector.basicService, en: sector.basicServiceEn })}
      </p>
      {offers.length === 0 ? (
        <p className="soft">{area === '' ? t('现在还没有单位提供优惠。') : t('这个地方现在还没有单位提供优惠。')}</p>
      ) : qualifies ? (
        <>
          <p className="soft">{t('{level}及以上另有 {count} 项优惠（通知{clause}）：', from)}</p>
          {list}
        </>
      ) : (
        <details>
          <summary>{t('{level}及以上另有 {count} 项优惠', from)}</summary>
          {list}
        </details>
      )}
    </section>
  );
}

function OfferRow({
  offer,
  catalogue,
  qualifies,
}: {
  readonly offer: Offer;
  readonly catalogue: BenefitCatalogue;
  readonly qualifies: boolean;
}) {
  const t = useText();
  const said = useSaid();
  const title = said({ zh: offer.title, en: offer.titleEn });
  return (
    <li>
      <h3>{title}</h3>
      <p>{said({ zh: offer.conditions, en: offer.conditionsEn })}</p>
      <p className="soft">
        {offer.provider.name} · {placesOf(offer, catalogue, t)} · <span className="nowrap">{validityOf(offer, t)}</span>
      </p>
      {qualifies ? (
        <Link to="/benefits/code" search={{ offer: offer.offerId }} className="button wide">
          {t('出示核验码')}
          <span className="hidden">：{title}</span>
        </Link>
      ) : null}
    </li>
  );
}

function placesOf(offer: Offer, { areas }: BenefitCatalogue, t: Translate): string {
  const places = offer.areas.map((id) => areas.find((area) => area.id === id)?.name ?? id);
  return places.length === 0 ? t('全市') : places.join('、');
}

const validityOf = ({ validUntil }: Offer, t: Translate) =>
  validUntil ? t('至 {date}', { date: validUntil }) : t('长期');

export function factsOf(offer: Offer, catalogue: BenefitCatalogue, t: Translate, said: (words: Said) => string) {
  return [
    [t('提供单位'), offer.provider.name],
    [t('条件'), said({ zh: offer.conditions, en: offer.conditionsEn })],
    [t('适用范围'), placesOf(offer, catalogue, t)],
    [t('有效期'), validityOf(offer, t)],
  ] as const;
}
