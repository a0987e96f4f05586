import { registerRoute } from 'workbox-routing'
import { build } from './build.js'

const page = '/app/'
const assetsPath = '/app/assets/'
const assetsCache = 'naik-kelas-assets'
const shellPrefix = 'naik-kelas-shell-'
const shellCache = shellPrefix + build.version
/** In the shell's cache: what its version consists of. */
const listName = '/app/assets.json'

/** Everything that the first page needs, or nothing. */
export async function installShell(): Promise<void> {
  const [shell, assets] = await Promise.all([caches.open(shellCache), caches.open(assetsCache)])
  // Past the browser's own cache: these keep their names.
  await shell.addAll(build.shellFiles.map((file) => new Request(file, { cache: 'reload' })))
  await shell.put(listName, new Response(JSON.stringify(build.allAssets)))
  await Promise.all(build.firstAssets.map((file) => keepAsset(assets, file)))
}

/**
 * Takes over from the version before, whose assets stay until the version after: pages that are open go on with what belongs
 * to them.
 */
export async function activateShell(): Promise<void> {
  const names = await caches.keys()
  const former = names.filter((name) => name.startsWith(shellPrefix) && name !== shellCache)
  const lists = await Promise.all(former.map(async (name) => (await caches.open(name)).match(listName)))
  const kept = new Set<string>(build.allAssets)
  for (const list of lists) for (const file of ((await list?.json()) ?? []) as string[]) kept.add(file)
  await Promise.all(former.map((name) => caches.delete(name)))
  const assets = await caches.open(assetsCache)
  for (const request of await assets.keys()) {
    if (!kept.has(new URL(request.url).pathname)) await assets.delete(request)
  }
}

/** The pages that nobody has looked at yet, one after the other: what the reader does comes first. */
export async function keepLaterAssets(): Promise<void> {
  const assets = await caches.open(assetsCache)
  for (const file of build.laterAssets) await keepAsset(assets, file)
}

export function registerShell(): void {
  registerRoute(
    ({ request, url }) => request.mode === 'navigate' && isPage(url),
    async ({ request }) => (await (await caches.open(shellCache)).match(page)) ?? fetch(request)
  )
  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && url.pathname.startsWith(assetsPath),
    async ({ request, url }) => {
      const assets = await caches.open(assetsCache)
      return (await assets.match(url.pathname)) ?? keepAsset(assets, url.pathname, request)
    }
  )
  registerRoute(
    ({ sameOrigin, url }) => sameOrigin && build.shellFiles.includes(url.pathname),
    async ({ request, url }) => (await (await caches.open(shellCache)).match(url.pathname)) ?? fetch(request)
  )
}

/** Another page than ours at such an address is a file of its own. */
function isPage({ origin, pathname }: URL): boolean {
  return origin === location.origin && pathname.startsWith(page) && !/\.[a-z0-9]+$/i.test(pathname)
}

async function keepAsset(assets: Cache, file: string, request: Request | string = file): Promise<Response> {
  const known = await assets.match(file)
  if (known) return known
  const response = await fetch(request)
  if (response.ok) await assets.put(file, response.clone())
  else if (request === file) throw new Error(`${file}: ${response.status}`)
  return response
}
