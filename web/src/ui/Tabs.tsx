import { useLocation } from 'preact-iso'
import './bits.css'
import { useCurrentInView } from './useCurrentInView.js'

interface TabsProps {
  label: string
  tabs: readonly { href: string; label: string }[]
}

/** The pages of one thing, each with an address of its own; what lies below one of them belongs to it. */
export function Tabs({ label, tabs }: TabsProps) {
  const { path } = useLocation()
  const row = useCurrentInView<HTMLElement>(path)
  const current = tabs
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0]
  return (
    <nav ref={row} class="tabs" aria-label={label}>
      {tabs.map(({ href, label }) => (
        <a key={href} href={href} aria-current={current !== href ? undefined : path === href ? 'page' : 'true'}>
          {label}
        </a>
      ))}
    </nav>
  )
}
