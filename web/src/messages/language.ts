import { signal } from '@preact/signals'

export const languages = ['id', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'naik-kelas.language'

/** The language that everything is shown in. */
export const language = signal<Language>(chosen() ?? preferred())

/** Kept on this device, for the time before one signs in. */
export function setLanguage(to: Language): void {
  language.value = to
  document.documentElement.lang = to
  localStorage.setItem(storageKey, to)
}

document.documentElement.lang = language.value

function chosen(): Language | undefined {
  return languages.find((each) => each === localStorage.getItem(storageKey))
}

/** Indonesian where the browser asks for it or for none of ours. */
function preferred(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2))
  return wanted.includes('en') && !wanted.includes('id') ? 'en' : 'id'
}
