import { useLocation } from 'preact-iso'
import './bits.css'
import { useCurrentInView } from './useCurrentInView.js'

interface ViewsProps {
  /** What they are views of. */
  label: string
  /** The first is shown where the address names none. */
  views: readonly { key: string; label: string }[]
}

/** The views of one page, each with an address of its own: `?view=`. */
export function Views({ label, views }: ViewsProps) {
  const { path } = useLocation()
  const current = useView(views)
  const row = useCurrentInView<HTMLElement>(current)
  return (
    <nav ref={row} class="tabs" aria-label={label}>
      {views.map(({ key, label }, i) => (
        <a key={key} href={i === 0 ? path : `${path}?view=${key}`} aria-current={key === current ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}

/** Which of them is shown. */
export function useView<Key extends string>(views: readonly { key: Key }[]): Key {
  const { view } = useLocation().query
  const [first] = views
  if (!first) throw new Error('a page with views has at least one')
  return (views.find(({ key }) => key === view) ?? first).key
}
