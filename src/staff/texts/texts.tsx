import { createContext, useContext } from 'react';
import type { Language, Text } from '#kernel/text.ts';
import { en } from './en.ts';
import { type Texts, zh } from './zh.ts';

export const LanguageContext = createContext<{
  readonly language: Language;
  readonly change: (language: Language) => void;
}>({
  language: 'zh',
  change: () => {},
});

/** What the app says in the language of whoever reads it, and `say` for labels that come in both. */
export function useTexts(): {
  readonly texts: Texts;
  readonly language: Language;
  readonly say: (text: Text) => string;
  readonly change: (language: Language) => void;
} {
  const { language, change } = useContext(LanguageContext);
  return { texts: language === 'en' ? en : zh, language, say: (text) => text[language], change };
}

/** The phrases of one feature in the reader's language; each feature's folder keeps its own catalogue in both. */
export function usePhrases<Phrases>(both: { readonly zh: Phrases; readonly en: Phrases }): Phrases {
  return both[useContext(LanguageContext).language];
}
