/** The seven benefits of the notice: what everybody has anyway, and what providers near the reader offer on top. */
import { Link } from '@tanstack/react-router';
import type { BenefitCatalogue } from '#contracts/benefits.ts';
import { type Translate, useLanguage, useText } from '../../../../shared/language.tsx';
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
                  <select id="area" value={area} onChange={({ target }) => setArea(target.value)}>
                    <option value="">{t('全市')}</option>
                    {catalogue.areas.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                  <span className="hint">{t('由您自己选择，本页不读取您的位置。')}</span>
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

function SectorCard({ sector, catalogue, area, unlocked }: SectorProps) {
  const { t, language } = useLanguage();
  const offers = sector.offers.filter((offer) => offeredIn(offer, area));
  const qualifies = unlocked?.has(sector.id) ?? false;
  return (
    <section className="card" aria-labelledby={`sector-${sector.id}`}>
      <h2 id={`sector-${sector.id}`}>{language === 'en' ? sector.titleEn : sector.title}</h2>
      <p>
        <span className="soft">{t('人人都有')}：</span>
        <span lang="zh-CN">{sector.basicService}</span>
      </p>
      <p className="soft">
        {t('{level}及以上另有优惠（通知 {clause}）：', {
          level: language === 'en' ? sector.level.titleEn : sector.level.title,
          clause: sector.clause,
        })}
      </p>
      {offers.length === 0 ? (
        <p className="soft">{area === '' ? t('现在还没有单位提供优惠。') : t('这个地方现在还没有单位提供优惠。')}</p>
      ) : (
        <ul className="rows offers">
          {offers.map((offer) => (
            <OfferRow key={offer.offerId} offer={offer} catalogue={catalogue} qualifies={qualifies} />
          ))}
        </ul>
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
  return (
    <li>
      <h3>{offer.title}</h3>
      <p>{offer.conditions}</p>
      <p className="soft">
        {offer.provider.name} · {placesOf(offer, catalogue, t)} · <span className="nowrap">{validityOf(offer, t)}</span>
      </p>
      {qualifies ? (
        <Link to="/benefits/code" search={{ offer: offer.offerId }} className="button wide">
          {t('出示核验码')}
          <span className="hidden">：{offer.title}</span>
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

export function factsOf(offer: Offer, catalogue: BenefitCatalogue, t: Translate) {
  return [
    [t('提供单位'), offer.provider.name],
    [t('条件'), offer.conditions],
    [t('适用范围'), placesOf(offer, catalogue, t)],
    [t('有效期'), validityOf(offer, t)],
  ] as const;
}
