/** Only within the product: nobody is sent elsewhere by a link to the sign-in. */
export function safePath(next: string | undefined): string {
  return next && /^\/app\/(?!\/)[^\\]*$/.test(next) ? next : '/app/'
}

/** The address of another way in, from which one goes on to the same place. */
export function withNext(path: string, next: string | undefined): string {
  return next ? `${path}?next=${encodeURIComponent(safePath(next))}` : path
}
