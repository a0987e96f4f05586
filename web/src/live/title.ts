import { effect } from '@preact/signals'
import { pageTitle } from '../ui/title.js'
import { unreadCount } from './live-state.js'

const product = 'Naik Kelas'

/** Once, with the shell: the page and what is unread, in the tab. */
export function writeTitle(): void {
  effect(() => {
    const page = pageTitle.value ? `${pageTitle.value} – ${product}` : product
    document.title = unreadCount.value > 0 ? `(${unreadCount.value}) ${page}` : page
  })
}
