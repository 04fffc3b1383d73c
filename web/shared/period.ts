/** Periods as the server says them, such as “5个工作日”, in the language chosen. */
import { useLanguage } from './language.tsx';

const UNITS: Readonly<Record<string, string>> = { 个工作日: 'working day', 日: 'day', 个月: 'month', 年: 'year' };

/** Undefined for a unit nobody knows: the period is then shown as it is. */
export function periodInEnglish(period: string): string | undefined {
  const [, amount, unit = ''] = /^(\d+)(\D+)$/.exec(period) ?? [];
  const word = UNITS[unit];
  return amount === undefined || word === undefined ? undefined : `${amount} ${word}${amount === '1' ? '' : 's'}`;
}

export function usePeriod(): (period: string) => string {
  const { language } = useLanguage();
  return (period) => (language === 'en' ? (periodInEnglish(period) ?? period) : period);
}
