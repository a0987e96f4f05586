import { effect, signal } from '@preact/signals'
import { queryClient, refreshAll } from '../api/queries.js'
import { isSignedOut, noteSignedOut } from '../session/expired.js'
import { toast } from '../ui/toast.js'
import { browserPorts } from './browser-ports.js'
import { type Live, startLive } from './live.js'
import { t } from './messages.js'
import type { Connection, News } from './ports.js'
import { whoIsHere } from './session-tabs.js'

/** What the bell shows. */
export const unreadCount = signal(0)
/** How the pages hear of what happens. */
export const connection = signal<Connection>('connecting')

export const listPath = '/app/notifications'
export const listKey = ['/api/notifications']
const togetherMs = 400
const toastLength = 100

let due: 'everything' | 'notifications' | undefined
let timer: ReturnType<typeof setTimeout> | undefined

/** Once, with the shell: what happens is told as long as somebody is signed in. */
export function startTelling(): void {
  let live: Live | undefined
  let listener: string | undefined
  effect(() => {
    const user = isSignedOut.value ? undefined : whoIsHere.value?.id
    if (user === listener) return
    listener = user
    live?.stop()
    live = user ? startLive(user, handlers, browserPorts()) : undefined
    if (!whoIsHere.value) unreadCount.value = 0
  })
  document.addEventListener('visibilitychange', refreshIfSeen)
}

const handlers = {
  onUnread(count: number) {
    unreadCount.value = count
    refreshSoon('notifications')
  },
  onNews(news: readonly News[]) {
    refreshSoon('everything')
    if (document.visibilityState === 'visible') announce(news)
  },
  onReset: () => refreshSoon('everything'),
  onSignedOut: noteSignedOut,
  onConnection(now: Connection) {
    connection.value = now
  }
}

/** What comes at once is asked for together, and in a tab that nobody sees when it is seen again. */
function refreshSoon(what: 'everything' | 'notifications'): void {
  if (due !== 'everything') due = what
  timer ??= setTimeout(() => {
    timer = undefined
    refreshIfSeen()
  }, togetherMs)
}

function refreshIfSeen(): void {
  if (!due || timer || document.visibilityState !== 'visible') return
  if (due === 'everything') void refreshAll()
  else void queryClient.invalidateQueries({ queryKey: listKey })
  due = undefined
}

function announce(news: readonly News[]): void {
  const [first, ...others] = news
  if (!first) return
  if (others.length > 0) {
    toast(t('toast.several', { count: news.length }), { link: { href: listPath, label: t('toast.see') } })
  } else {
    const text = `${first.title}: ${first.message}`
    const short = text.length > toastLength ? `${text.slice(0, toastLength - 1).trimEnd()}…` : text
    toast(short, { link: { href: first.link ?? listPath, label: t('toast.open') } })
  }
}
