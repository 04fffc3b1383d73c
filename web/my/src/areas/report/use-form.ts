/** What may be reported and what it takes; the same for every page of the area. */
import { useQuery } from '@tanstack/react-query';
import { platform } from '../../api.ts';

export function useForm() {
  return useQuery({
    queryKey: ['report-form'],
    queryFn: () => platform('GET /reports/form'),
    staleTime: 10 * 60_000,
  });
}
