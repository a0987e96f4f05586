import { createStore, get, update } from 'idb-keyval'
import { emptyOutbox, type OutboxState } from './writes.js'

const stateKey = 'state'

/** The outbox of this browser, for all its tabs; of this tab alone where the browser keeps nothing. */
export function openOutboxStore(onChange: (state: OutboxState) => void) {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('naik-kelas.outbox') : undefined
  let inMemory: OutboxState | undefined
  let database: ReturnType<typeof createStore> | undefined

  async function read(): Promise<OutboxState> {
    if (inMemory) return inMemory
    try {
      database ??= createStore('naik-kelas-outbox', 'writes')
      return (await get<OutboxState>(stateKey, database)) ?? emptyOutbox
    } catch {
      inMemory ??= emptyOutbox
      return inMemory
    }
  }

  async function change(how: (state: OutboxState) => OutboxState): Promise<void> {
    await read() // finds out whether the browser keeps anything
    if (inMemory) inMemory = how(inMemory)
    else await update<OutboxState>(stateKey, (state) => how(state ?? emptyOutbox), database)
    channel?.postMessage('changed')
    await tell()
  }

  async function tell(): Promise<void> {
    onChange(await read())
  }

  channel?.addEventListener('message', () => void tell())
  return { read, change, tell }
}
