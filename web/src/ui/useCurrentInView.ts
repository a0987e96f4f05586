import { useEffect, useRef } from 'preact/hooks'

/** For a row of links that is wider than the screen: scrolls it, and not the page, to the current one. */
export function useCurrentInView<Of extends HTMLElement>(current: unknown) {
  const row = useRef<Of>(null)
  useEffect(() => {
    const link = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (!row.current || !link) return
    const { left, right } = row.current.getBoundingClientRect()
    const place = link.getBoundingClientRect()
    if (place.left < left || place.right > right) row.current.scrollLeft += place.left - left - 24
  }, [current])
  return row
}
