const sessionCache = 'naik-kelas-session'
const ownerName = '/app/owner.json'

/** Caches that hold what somebody has read. */
export const readingCaches = { api: 'naik-kelas-api', images: 'naik-kelas-images' } as const

interface Owner {
  user: string
  /** Their session is over: what they have read stays for them, and is shown to nobody until they have signed in again. */
  isLocked: boolean
}

let owner: Promise<Owner | undefined> | undefined
/** Raised whenever it changes whose answers come: what was asked for before is not kept after. */
let generation = 0
let forgotten = 0

export function currentGeneration(): number {
  return generation
}

/** Whether what was read may be shown, and more be kept. */
export async function isOpen(): Promise<boolean> {
  const known = await readOwner()
  return known !== undefined && !known.isLocked
}

/** Somebody is signed in. Whatever another one has read is gone before they see anything. */
export async function admit(user: string): Promise<void> {
  const known = await readOwner()
  if (known?.user === user && !known.isLocked) return
  if (known?.user !== user) await forget()
  generation += 1
  await writeOwner({ user, isLocked: false })
}

export async function lock(): Promise<void> {
  const known = await readOwner()
  if (!known || known.isLocked) return
  generation += 1
  await writeOwner({ ...known, isLocked: true })
}

/** Signed out: phones are shared. */
export async function forget(): Promise<void> {
  generation += 1
  forgotten += 1
  owner = Promise.resolve(undefined)
  const names = [sessionCache, ...Object.values(readingCaches)]
  await Promise.all(names.map((name) => caches.delete(name)))
}

function readOwner(): Promise<Owner | undefined> {
  owner ??= caches
    .open(sessionCache)
    .then((cache) => cache.match(ownerName))
    .then((kept) => kept?.json() as Promise<Owner> | undefined)
  return owner
}

async function writeOwner(now: Owner): Promise<void> {
  owner = Promise.resolve(now)
  const cache = await caches.open(sessionCache)
  await cache.put(ownerName, new Response(JSON.stringify(now)))
}

export const sessionPath = '/api/auth/session'

/**
 * Who is signed in: the server says, or what it said last while the session was not known to be over.
 *
 * @param withinMs undefined: the server alone
 */
export async function answerSession(request: Request, withinMs: number | undefined): Promise<Response> {
  const asked = forgotten
  const fresh = fetch(request).then(async (response) => {
    // Of before a sign-out: it would bring back who is gone.
    if (asked === forgotten) await noteSession(response.clone())
    return response
  })
  if (withinMs === undefined) return fresh
  const kept = (await isOpen()) ? await (await caches.open(sessionCache)).match(sessionPath) : undefined
  if (!kept) return fresh
  const late = new Promise<Response>((resolve) => setTimeout(resolve, withinMs, kept))
  return Promise.race([fresh.catch(() => kept), late])
}

async function noteSession(response: Response): Promise<void> {
  if (response.status !== 200) return
  const { me } = (await response.clone().json()) as { me: { user: { id: string } } | null }
  if (!me) return lock()
  await admit(me.user.id)
  const cache = await caches.open(sessionCache)
  await cache.put(sessionPath, response)
}
