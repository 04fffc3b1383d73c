/** What a refusal says to people, always in both languages: whoever writes the Chinese is asked for the English by the compiler. */

export interface Said {
  /** Chinese a clerk would write: what is wrong, where, what to do; no personal data of others */
  readonly zh: string;
  /** the same in English */
  readonly en: string;
}

/** Where there is nothing to translate: an id, a code of a protocol, the words of a library. */
export const verbatim = (text: string): Said => ({ zh: text, en: text });

/** Several faults told at once, one after the other. */
export const saidTogether = (parts: readonly Said[]): Said => ({
  zh: parts.map(({ zh }) => zh).join(''),
  en: parts.map(({ en }) => en).join(' '),
});
