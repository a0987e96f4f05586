import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/**
 * How wide an element is, in pixels: a chart is drawn for it, since one that is scaled has letters that nobody can read on a
 * phone.
 */
export function useWidth<Of extends Element>() {
  const ref = useRef<Of>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
