import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Problem } from '../api/problem.js'
import { queryClient } from '../api/queries.js'
import type { Audience, EarlyQuery } from '../pages.js'
import { ErrorState, Loaded } from '../ui/Loaded.js'
import { safePath, withNext } from './next.js'
import { type Me, useMe } from './session.js'
import { mayAny } from './standing.js'

interface GuardedProps {
  audience: Audience
  /** Asked for as soon as it is known who is there: the page asks the same once its code has come. */
  early: (me: Me | null) => readonly EarlyQuery[]
  children: ComponentChildren
}

/** Shows a page to those whom it is for; sends the others to where they get in. The API decides again. */
export function Guarded({ audience, early, children }: GuardedProps) {
  const me = useMe()
  const { data } = me
  const isKnown = data !== undefined
  useLayoutEffect(() => {
    if (data === undefined || (data === null && audience !== 'anyone')) return
    for (const query of early(data)) void queryClient.prefetchQuery<unknown>(query)
  }, [isKnown])
  if (audience === 'anyone') return <>{children}</>
  return <Loaded query={me}>{(known) => <Admitted me={known} audience={audience} page={children} />}</Loaded>
}

function Admitted({ me, audience, page }: { me: Me | null; audience: Audience; page: ComponentChildren }) {
  const { url, route, query } = useLocation()
  // The address changes before the page does: while the next page's code comes, this one is still there.
  const here = useRef({ url, next: query.next })
  const elsewhere = placeFor(me, audience, here.current)
  useEffect(() => {
    if (elsewhere) route(elsewhere, true)
  }, [elsewhere])
  if (elsewhere) return null
  if (!isFor(me, audience)) {
    return <ErrorState error={new Problem({ statusCode: 403, code: 'FORBIDDEN', message: '' })} />
  }
  return <>{page}</>
}

function isFor(me: Me | null, audience: Audience): boolean {
  if (audience === 'user' || audience === 'guest' || audience === 'anyone') return true
  return mayAny(me, typeof audience === 'string' ? [audience] : audience)
}

/** Where the caller is sent instead, if anywhere. */
function placeFor(me: Me | null, audience: Audience, { url, next }: { url: string; next: string | undefined }) {
  if (audience === 'guest') return me ? safePath(next) : undefined
  return me ? undefined : withNext('/app/login', url)
}
