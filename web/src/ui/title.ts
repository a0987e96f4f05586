import { signal } from '@preact/signals'

/** What the page is called; `live/title.ts` adds what is unread, and writes it into the tab. */
export const pageTitle = signal('')

export function setTitle(text: string): void {
  pageTitle.value = text
}
