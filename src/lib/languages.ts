/** In which people are written to. */
export const languages = ['id', 'en'] as const
export type Language = (typeof languages)[number]

export type InEachLanguage<T> = Readonly<Record<Language, T>>
