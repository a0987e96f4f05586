import { signal } from '@preact/signals'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'naik-kelas.theme'

/** `auto` follows the device. Kept on this device. */
export const theme = signal<Theme>(themes.find((each) => each === localStorage.getItem(storageKey)) ?? 'auto')

export function setTheme(to: Theme): void {
  theme.value = to
  localStorage.setItem(storageKey, to)
  apply()
}

function apply(): void {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
}

apply()
