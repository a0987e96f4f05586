import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

const storageKey = 'naik-kelas.shortcuts'

/** Whether single keys do something: who speaks to the computer, or hits keys by mistake, switches them off (WCAG 2.1.4). */
export const areShortcutsOn = signal(localStorage.getItem(storageKey) !== 'off')

export function setShortcuts(on: boolean): void {
  areShortcutsOn.value = on
  localStorage.setItem(storageKey, on ? 'on' : 'off')
}

const typing = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable], dialog'

/** Listens to single keys, but not while something is typed or asked. `?` always works: it shows how to switch them on. */
export function useShortcuts(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (!areShortcutsOn.value && event.key !== '?') return
      if (event.target instanceof Element && event.target.closest(typing)) return
      if (document.querySelector('dialog[open]')) return
      const run = current.current[event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
