/** In which people are written to. */
export const languages = ['id', 'en'] as const
export type Language = (typeof languages)[number]

export type InEachLanguage<T> = Readonly<Record<Language, T>>

const maxHeaderLength = 1_000

/** Of those that a browser says its user reads (`Accept-Language`), the one that we have and that they prefer. */
export function preferredLanguage(header = ''): Language | undefined {
  const wanted = header
    .slice(0, maxHeaderLength)
    .split(',')
    .map((range) => {
      const [tag = '', quality = '1'] = range.split(/;\s*q=/i)
      return { language: languages.find((language) => language === tag.trim().split('-')[0]?.toLowerCase()), quality }
    })
    .filter(({ quality }) => Number(quality) > 0)
    .sort((a, b) => Number(b.quality) - Number(a.quality)) // of two that are wanted as much, the first
  return wanted.find(({ language }) => language)?.language
}
