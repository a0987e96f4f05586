import { forget } from './owner.js'
import { registerReading } from './reading.js'
import { worker } from './scope.js'
import { activateShell, installShell, keepLaterAssets, registerShell } from './shell.js'

worker.addEventListener('install', (event) => {
  // At once: the version before keeps its assets, so that no open page breaks.
  void worker.skipWaiting()
  event.waitUntil(installShell())
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(activateShell().then(() => worker.clients.claim()))
})

worker.addEventListener('message', (event) => {
  const { kind } = event.data as { kind: string }
  if (kind === 'forget') event.waitUntil(forget().then(() => event.ports[0]?.postMessage('done')))
  // Where the network fails the rest is for another time.
  if (kind === 'keep-pages') event.waitUntil(keepLaterAssets().catch(() => {}))
})

registerReading()
registerShell()
