/** Chinese first, English switchable: the Chinese text is the key, so a missing translation still says something true. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Language } from '#contracts/vocabulary.ts';
import { citedAs, noticeOfRef } from '#kernel/policy/refs.ts';
import { fillIn, type Values } from './fill-in.ts';
import { useNotices } from './notices.tsx';

/** `{name}` in the text is replaced by the value of that name; `{name|one|other}` by the word that goes with it (fill-in.ts). */
export type Translate = (text: string, values?: Values) => string;
/** English by Chinese text. */
export type Dictionary = Readonly<Record<string, string>>;

const LanguageContext = createContext<{
  language: Language;
  choose: (language: Language) => void;
  t: Translate;
} | null>(null);
const STORED = 'xinheng.language';
const HTML_LANGUAGE = { zh: 'zh-CN', en: 'en' } as const;

export interface LanguageProviderProps {
  /** The dictionary, or how to fetch it: who reads Chinese need not load it. */
  readonly english: Dictionary | (() => Promise<Dictionary>);
  readonly children: ReactNode;
}

export function LanguageProvider({ english, children }: LanguageProviderProps) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'));
  const [words, setWords] = useState<Dictionary | null>(() => (typeof english === 'function' ? null : english));
  useEffect(() => {
    document.documentElement.lang = HTML_LANGUAGE[language];
    if (language !== 'en' || words || typeof english !== 'function') return;
    english().then(setWords, () => setLanguage('zh')); // no connection: Chinese is there already
  }, [language, words, english]);
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen);
    setLanguage(chosen);
  }, []);
  const t = useCallback<Translate>(
    (text, values = {}) =>
      fillIn((language === 'en' && words && Object.hasOwn(words, text) && words[text]) || text, values),
    [language, words],
  );
  const value = useMemo(() => ({ language, choose, t }), [language, choose, t]);
  if (language === 'en' && !words) return null;
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage() {
  const value = useContext(LanguageContext);
  if (!value) throw new Error('useLanguage outside LanguageProvider');
  return value;
}

/** Words that come from the server in both languages. */
export interface Said {
  readonly zh: string;
  readonly en?: string | null | undefined;
}

/** The server's words in the language chosen; without an English wording the Chinese still says something true. */
export function useSaid(): (said: Said) => string {
  const { language } = useLanguage();
  return useCallback(({ zh, en }) => (language === 'en' ? (en ?? zh) : zh), [language]);
}

/** The title of something in the policy pack: its English where the pack has one, else its own words. */
export function useTitle(): (titled: { readonly title: string; readonly titleEn?: string | undefined }) => string {
  const { language, t } = useLanguage();
  return useCallback(({ title, titleEn }) => (language === 'en' ? (titleEn ?? t(title)) : title), [language, t]);
}

export function useText(): Translate {
  return useLanguage().t;
}

/** A clause as its notice numbers it (四、1), in English by its number; with the notice's own number where several are in force. */
export function useCited(): (clause: string) => string {
  const { language } = useLanguage();
  const notices = useNotices();
  return (clause) => {
    const number = notices.length > 1 ? notices.find(({ id }) => id === noticeOfRef(clause))?.number : undefined;
    const cited = citedAs(clause, language);
    if (number === undefined) return cited;
    return language === 'en' ? `${cited} of ${number}` : `${number}${cited}`;
  };
}
