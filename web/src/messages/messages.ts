import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, language } from './language.js'

export type Values = Record<string, string | number | boolean | Date | null | undefined>
type Texts = Readonly<Record<string, string>>

const formats = new Map<string, IntlMessageFormat>()

/**
 * The messages of a part of the product, in ICU MessageFormat: `t('lessons', { count: 3 })`. Read in a component it follows
 * the language. Both languages have the same keys, or it does not compile.
 */
export function defineMessages<const Source extends Texts>(texts: { en: Source; id: Record<keyof Source, string> }) {
  return (key: keyof Source & string, values?: Values): string => {
    const text = texts[language.value][key] as string
    return text.includes('{') ? (formatOf(language.value, text).format(values) as string) : text
  }
}

function formatOf(locale: Language, text: string): IntlMessageFormat {
  const key = `${locale} ${text}`
  let format = formats.get(key)
  if (!format) {
    format = new IntlMessageFormat(text, locale)
    formats.set(key, format)
  }
  return format
}
