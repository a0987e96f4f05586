const formats = {
  id: (timeZone: string) => new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone }),
  en: (timeZone: string) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone })
}

export type Language = keyof typeof formats

/** The day on which it is then and there, in words: `23 November 2026`. */
export function dayText(language: Language, moment: Date, timeZone: string): string {
  return formats[language](timeZone).format(moment)
}

/** In both languages, once where they say the same. */
export function dayInBoth(moment: Date, timeZone: string): string {
  return [...new Set([dayText('id', moment, timeZone), dayText('en', moment, timeZone)])].join(' · ')
}
