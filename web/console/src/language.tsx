/** The console's words: the ways of speaking both front ends share, with the console's own dictionary (see main.tsx). */
export {
  type Said,
  type Translate,
  useCited,
  useLanguage,
  useSaid,
  useText,
  useTitle,
} from '../../shared/language.tsx';
export { usePeriod } from '../../shared/period.ts';
