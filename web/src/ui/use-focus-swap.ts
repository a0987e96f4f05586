import { useEffect, useRef } from 'preact/hooks'

/**
 * A button gives way to a form, or the form to the button: what stands in its place has the focus then. Put the ref on what
 * is around both. @param isOpen whether the form is there
 */
export function useFocusSwap<Place extends HTMLElement>(isOpen: boolean) {
  const place = useRef<Place>(null)
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    if (wasOpen.current === isOpen) return
    wasOpen.current = isOpen
    place.current?.querySelector<HTMLElement>(isOpen ? 'textarea, input, select' : '[data-opens]')?.focus()
  }, [isOpen])
  return place
}
