import { effect, signal } from '@preact/signals'
import { queryClient } from '../api/queries.js'
import { isSignedOut, wasSignedIn } from '../session/expired.js'
import { isLeft } from '../session/of-browser.js'
import { type Me, meKey, refreshMe, startSession } from '../session/session.js'

type Said = { kind: 'signed-in'; user: string } | { kind: 'signed-out' }

/** Who is signed in in this tab: undefined until it is known, null for nobody. */
export const whoIsHere = signal<{ id: string } | null | undefined>(undefined)

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('naik-kelas.session') : undefined

/** Once, with the shell: the cookie is of all tabs, so who signs in or out in one does so in all of them. */
export function shareSession(): void {
  queryClient.getQueryCache().subscribe(({ query }) => query.queryKey[0] === meKey[0] && noteUser())
  noteUser()
  let wasOver = false
  effect(() => {
    const isOver = isSignedOut.value
    const user = whoIsHere.peek()
    if (wasOver && !isOver && user) say({ kind: 'signed-in', user: user.id })
    wasOver = isOver
  })
  channel?.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data.kind === 'signed-out') void followOut()
    else void followIn(data.user)
  })
  // Back at a page that the browser had put aside as it was: no other tab could tell it anything meanwhile.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !whoIsHere.peek()) return
    if (isLeft()) location.reload()
    else void refreshMe()
  })
}

function noteUser(): void {
  const me = queryClient.getQueryData<Me | null>(meKey)
  const before = whoIsHere.peek()
  if (me === undefined || (before !== undefined && before?.id === me?.user.id)) return
  whoIsHere.value = me ? { id: me.user.id } : null
  if (before === undefined) return
  say(me ? { kind: 'signed-in', user: me.user.id } : { kind: 'signed-out' })
}

function say(what: Said): void {
  channel?.postMessage(what)
}

async function followOut(): Promise<void> {
  if (!whoIsHere.peek()) return
  await queryClient.cancelQueries({ queryKey: meKey })
  whoIsHere.value = null
  wasSignedIn.value = false
  isSignedOut.value = false
  // Not cleared: who asks for it now would not be told.
  queryClient.setQueryData(meKey, null)
  // When the pages that were for them alone are gone.
  setTimeout(() => {
    const isOther = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== meKey[0]
    queryClient.removeQueries({ predicate: isOther, type: 'inactive' })
    void queryClient.resetQueries({ predicate: isOther })
  }, 100)
}

async function followIn(user: string): Promise<void> {
  const before = whoIsHere.peek()
  if (before?.id === user && !isSignedOut.peek()) return
  // What stands on the page is the other one's.
  if (before && before.id !== user) location.assign('/app/')
  else await startSession()
}
