/** What holds what somebody has read: the same names as in service-worker/owner.ts. */
const readingCaches = ['naik-kelas-session', 'naik-kelas-api', 'naik-kelas-images']

/** What was read is gone from a shared phone. The page does it as well: a worker may be about to change. */
export function forgetReading(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.controller?.postMessage({ kind: 'forget' })
  for (const name of readingCaches) void caches.delete(name)
}
