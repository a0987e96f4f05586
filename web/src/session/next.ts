const base = 'https://of-ours.invalid'

/** Only within the product: nobody is sent elsewhere by a link to the sign-in. */
export function safePath(next: string | undefined): string {
  if (!next?.startsWith('/app/')) return '/app/'
  // As the browser reads it: without the steps up and the characters that it leaves out.
  const { origin, pathname, search, hash } = new URL(next, base)
  return origin === base && /^\/app\/(?!\/)/.test(pathname) ? pathname + search + hash : '/app/'
}

/** The address of another way in, from which one goes on to the same place. */
export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(safePath(next))}` : path
}
