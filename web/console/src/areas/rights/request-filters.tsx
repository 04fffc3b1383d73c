/** Which requests are shown: of which kind, how far they are; with how many there are of each. */
import { Segmented } from 'antd';
import type { RightsKind, RightsPage } from '#contracts/rights.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { keysOf } from '../../parts/keys.ts';
import { KINDS } from '../../parts/rights-words.ts';
import type { RequestFilter } from './request-filter.ts';
import { STANDINGS, type Standing } from './words.ts';

interface Props {
  readonly filter: RequestFilter;
  readonly page: Pick<RightsPage, 'waiting' | 'overdue' | 'unconfirmed'> | undefined;
}

export function RequestFilters({ filter, page }: Props) {
  const t = useText();
  const [, go] = useAddress('/rights');
  const all = page && page.waiting.objection + page.waiting.repair + page.waiting.relief;
  const late: Partial<Record<Standing, number>> = page ? { overdue: page.overdue, unconfirmed: page.unconfirmed } : {};
  return (
    <div className="case-filters">
      <Segmented<RightsKind | ''>
        aria-label={t('种类')}
        value={filter.kind ?? ''}
        onChange={(kind) => go({ kind: kind || undefined, after: undefined })}
        options={[
          { value: '', label: counted(t('全部种类'), all) },
          ...keysOf(KINDS).map((value) => ({ value, label: counted(t(KINDS[value]), page?.waiting[value]) })),
        ]}
      />
      <Segmented<Standing>
        aria-label={t('进度')}
        value={filter.standing}
        onChange={(standing) => go({ standing, after: undefined })}
        options={keysOf(STANDINGS).map((value) => ({ value, label: counted(t(STANDINGS[value]), late[value]) }))}
      />
    </div>
  );
}

const counted = (title: string, count: number | undefined) => (count === undefined ? title : `${title} ${count}`);
