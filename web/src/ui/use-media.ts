import { useEffect, useState } from 'preact/hooks'

/** Whether the query holds, also after the window has changed. Where both forms can be had by CSS, CSS is better. */
export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const note = () => setMatches(list.matches)
    note()
    list.addEventListener('change', note)
    return () => list.removeEventListener('change', note)
  }, [query])
  return matches
}
