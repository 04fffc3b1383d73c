/** Chinese first, English switchable: the Chinese text is the key, so a missing translation still says something true. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { ENGLISH } from './english.ts';

export type Language = 'zh' | 'en';
/** `{name}` in the text is replaced by the value of that name. */
export type Translate = (text: string, values?: Readonly<Record<string, string | number>>) => string;

const LanguageContext = createContext<{
  language: Language;
  choose: (language: Language) => void;
  t: Translate;
} | null>(null);
const STORED = 'xinheng.language';

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'));
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(STORED, chosen);
    document.documentElement.lang = chosen === 'en' ? 'en' : 'zh-CN';
    setLanguage(chosen);
  }, []);
  const t = useCallback<Translate>(
    (text, values = {}) =>
      (language === 'en' ? (ENGLISH[text] ?? text) : text).replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
        name in values ? String(values[name]) : whole,
      ),
    [language],
  );
  const value = useMemo(() => ({ language, choose, t }), [language, choose, t]);
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
  readonly en?: string | undefined;
}

/** The server's words in the language chosen; without an English wording the Chinese still says something true. */
export function useSaid(): (said: Said) => string {
  const { language } = useLanguage();
  return useCallback(({ zh, en }) => (language === 'en' ? (en ?? zh) : zh), [language]);
}

export function useText(): Translate {
  return useLanguage().t;
}
