declare const self: ServiceWorkerGlobalScope

/** The worker itself, as what it is. */
export const worker = self

/** To all pages of the product. */
export async function tellPages(message: { kind: 'fresh' }): Promise<void> {
  for (const client of await worker.clients.matchAll({ type: 'window' })) client.postMessage(message)
}
