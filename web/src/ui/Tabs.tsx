import { useLocation } from 'preact-iso'
import './bits.css'
import { useCurrentInView } from './useCurrentInView.js'

/** The pages of one thing, each with an address of its own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { href: string; label: string }[] }) {
  const { path } = useLocation()
  const row = useCurrentInView<HTMLElement>(path)
  return (
    <nav ref={row} class="tabs" aria-label={label}>
      {tabs.map(({ href, label }) => (
        <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  )
}
