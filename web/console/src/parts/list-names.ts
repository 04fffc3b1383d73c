/** Which lists there are and what each is called, asked once: the same wherever one of them is meant. */
import { useQuery } from '@tanstack/react-query';
import type { ListSummary } from '#contracts/lists.ts';
import { call } from '../api.ts';
import { useSaid } from '../language.tsx';

export function useLists(enabled = true) {
  return useQuery({
    queryKey: ['lists'],
    queryFn: ({ signal }) => call('GET /lists', { signal }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What people call it, such as 红榜; its id as long as that is not known. */
export function useListName(): (list: string) => string {
  const said = useSaid();
  const { data = [] } = useLists();
  return (list) => {
    const known = data.find((one) => one.list === list);
    return known ? said(namesOf(known)) : list;
  };
}

const namesOf = ({ plainTitle, plainTitleEn }: ListSummary) => ({
  zh: plainTitle,
  en: `${plainTitleEn.slice(0, 1).toUpperCase()}${plainTitleEn.slice(1)}`,
});
