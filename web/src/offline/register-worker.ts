import { effect } from '@preact/signals'
import { queryClient, refreshAll } from '../api/queries.js'
import { t } from '../live/messages.js'
import { whoIsHere } from '../live/session-tabs.js'
import { refreshMe } from '../session/session.js'
import { toast } from '../ui/toast.js'
import { forgetReading } from './forget-reading.js'

const address = '/app/sw.js'
const updateEveryMs = 3_600_000

/** Once: the worker comes when the first page is there, and not before. On plain HTTP browsers have none. */
export function startWorker(): void {
  if (!('serviceWorker' in navigator)) return
  forgetAtSignOut()
  if (!import.meta.env.PROD) return
  whenShown(() => whenIdle(() => void register()))
}

async function register(): Promise<void> {
  const { serviceWorker } = navigator
  let hadWorker = Boolean(serviceWorker.controller)
  serviceWorker.addEventListener('controllerchange', () => {
    if (hadWorker) offerReload()
    else void readAgain()
    hadWorker = true
  })
  serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ kind: string }>) => {
    if (data.kind === 'fresh') void refreshAll()
  })
  const registration = await serviceWorker.register(address).catch(() => undefined)
  if (!registration) return
  setInterval(() => void registration.update().catch(() => {}), updateEveryMs)
  const { active } = await serviceWorker.ready
  if (!isSparing()) whenIdle(() => active?.postMessage({ kind: 'keep-pages' }))
}

/** What is on the screen came before there was a worker to keep it, and whose it is must be known first. */
async function readAgain(): Promise<void> {
  if (!whoIsHere.peek()) return
  await refreshMe()
  await refreshAll()
}

function offerReload(): void {
  toast(t('update.ready'), { action: { label: t('update.reload'), run: () => location.reload() } })
}

function forgetAtSignOut(): void {
  let before = whoIsHere.peek()
  effect(() => {
    const now = whoIsHere.value
    if (before && now === null) forgetReading()
    before = now
  })
}

function isSparing(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } }
  return Boolean(connection?.saveData) || /2g$/.test(connection?.effectiveType ?? '')
}

/** What the page itself asks for comes first: a slow network has no room for both. */
function whenShown(run: () => void): void {
  setTimeout(() => {
    if (document.readyState === 'complete' && queryClient.isFetching() === 0) run()
    else whenShown(run)
  }, 1_000)
}

function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 10_000 })
  else setTimeout(run, 2_000)
}
