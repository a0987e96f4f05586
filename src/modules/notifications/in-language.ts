import type { Language } from '../../lib/languages.js'

interface Texts {
  title: string
  message: string
  /** In Indonesian; null: it is told in one language alone. */
  titleId: string | null
  messageId: string | null
}

/** What is told, in the language of its reader. */
export function inLanguage<T extends Texts>({ titleId, messageId, ...told }: T, language: Language) {
  if (language === 'en') return told
  return { ...told, title: titleId ?? told.title, message: messageId ?? told.message }
}
