import { useEffect, useState } from 'preact/hooks'
import type { Basis } from './Conflict.js'

interface Stored<Value> extends Basis {
  value: Value
  at: string
}

/**
 * What is typed and not saved yet, kept on this device: it is there again after a crash, a reload or a visit elsewhere.
 * Without it the value is what the API has.
 */
export function useStoredDraft<Value>(key: string, saved: { version: number; value: Value }) {
  const [stored, setStored] = useState<Stored<Value> | null>(() => read(key))
  const [isRestored, setRestored] = useState(stored !== null)
  const print = JSON.stringify(saved.value)
  const isDirty = stored !== null && JSON.stringify(stored.value) !== print

  const clear = () => {
    localStorage.removeItem(key)
    setStored(null)
    setRestored(false)
  }
  return {
    value: isDirty ? stored.value : saved.value,
    isDirty,
    /** Since when it waits, of what was typed on an earlier visit. */
    restoredFrom: isRestored && isDirty ? stored.at : null,
    /** What it began with. */
    basis: isDirty ? { version: stored.version, print: stored.print } : undefined,
    change(value: Value): void {
      const begun = isDirty ? { version: stored.version, print: stored.print } : { version: saved.version, print }
      const next = { ...begun, value, at: new Date().toISOString() }
      setStored(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // No room, or none for us: it is still on the page, and leaving warns.
      }
    },
    clear
  }
}

function read<Value>(key: string): Stored<Value> | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Stored<Value> | null
  } catch {
    return null
  }
}

/** Before the tab is closed or loaded anew. */
export function useUnloadWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isDirty])
}
