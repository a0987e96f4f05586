import { useEffect, useRef, useState } from 'preact/hooks'
import { queryClient } from '../../api/queries.js'
import { type Me, meKey } from '../../session/session.js'
import type { Basis } from './Conflict.js'

interface Stored<Value> extends Basis {
  value: Value
  at: string
}

interface Saved<Value> {
  version: number
  value: Value
}

/**
 * What is typed and not saved yet, kept on this device for who typed it: it is there again after a crash, a reload or a visit
 * elsewhere, and nobody else who uses the device finds it. Without it the value is what the API has.
 */
export function useStoredDraft<Value>(name: string, saved: Saved<Value>) {
  const [key] = useState(() => `${name}.${queryClient.getQueryData<Me | null>(meKey)?.user.id}`)
  const [stored, setStored] = useState<Stored<Value> | null>(() => read(key))
  const latest = useRef(stored)
  latest.current = stored
  const [isRestored, setRestored] = useState(stored !== null)
  const print = JSON.stringify(saved.value)
  const isDirty = stored !== null && JSON.stringify(stored.value) !== print

  const keep = (next: Stored<Value>) => {
    latest.current = next
    setStored(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // No room, or none for us: it is still on the page, and leaving warns.
    }
  }
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
      keep({ ...begun, value, at: new Date().toISOString() })
    },
    /** It is saved as it was sent. What was typed while it was under way is not, and goes on from there. */
    settle(sent: Value, now: Saved<Value>): void {
      const { current } = latest
      if (current === null || JSON.stringify(current.value) === JSON.stringify(sent)) clear()
      else keep({ ...current, version: now.version, print: JSON.stringify(now.value) })
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
