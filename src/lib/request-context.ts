import { AsyncLocalStorage } from 'node:async_hooks'

/** The request in whose name something is written, as the audit log is to know it. */
export interface RequestContext {
  /** Null: nobody is signed in. */
  actorId: string | null
  requestId: string
  address: string
  operationId: string
  /** Whether what it writes is recorded also where no service says so: an administrator's, and what an audited route deletes. */
  isRecorded: boolean
  /** The one organisation that the caller administers; null where that is none, several, or the platform. */
  home: string | null
  /** The pattern of the route, and what stands in its place. */
  route: string
  params: Readonly<Record<string, unknown>>
  body: unknown
  /** Fields of the body that are taken and never given. */
  writeOnly: ReadonlySet<string>
}

/**
 * On Node 20 a storage that was ever entered taxes every promise of the process by a tenth. So it is entered only for
 * requests that are recorded, and switched off when none of them is under way; the next one switches it on again.
 */
const storage = new AsyncLocalStorage<RequestContext | undefined>()
const underWay = new Set<RequestContext>()

/** Does the work of a request; what it calls finds the request by `currentRequest`. */
export function inRequest<T>(request: RequestContext, work: () => T): T {
  const end = () => {
    underWay.delete(request)
    if (underWay.size === 0) storage.disable()
  }
  underWay.add(request)
  try {
    const result = storage.run(request, work)
    if (result instanceof Promise) return result.finally(end) as T
    end()
    return result
  } catch (error) {
    end()
    throw error
  }
}

/** Undefined outside, and for what a request has left behind and that runs when it is over. */
export function currentRequest(): RequestContext | undefined {
  if (underWay.size === 0) return undefined
  const request = storage.getStore()
  return request && underWay.has(request) ? request : undefined
}

/** Sets off what is done in nobody's name: a worker, say, that a request only woke. */
export function outsideRequest<T>(work: () => T): T {
  return underWay.size === 0 ? work() : storage.run(undefined, work)
}
