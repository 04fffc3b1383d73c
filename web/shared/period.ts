/** Periods as the server says them, such as “5个工作日”, in the language chosen. */
import { fillIn } from './fill-in.ts';
import { useLanguage } from './language.tsx';

const UNITS: Readonly<Record<string, string>> = {
  个工作日: '{n} working {n|day|days}',
  日: '{n} {n|day|days}',
  个月: '{n} {n|month|months}',
  年: '{n} {n|year|years}',
};

/** Undefined for a unit nobody knows: the period is then shown as it is. */
export function periodInEnglish(period: string): string | undefined {
  const [, amount, unit = ''] = /^(\d+)(\D+)$/.exec(period) ?? [];
  const words = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  return amount === undefined || words === undefined ? undefined : fillIn(words, { n: amount });
}

export function usePeriod(): (period: string) => string {
  const { language } = useLanguage();
  return (period) => (language === 'en' ? (periodInEnglish(period) ?? period) : period);
}
