import { BookOpen, ClipboardCheck, GraduationCap, House, PencilRuler, ShieldCheck } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import type { Me, Permission } from '../session/session.js'
import { mayAny, reviewing, teaching } from '../session/standing.js'
import { type MessageKey, t } from '../ui/messages.js'

interface Way {
  href: string
  label: MessageKey
  icon: typeof House
  /** Who needs it: who holds one of the permissions. Anybody without. */
  audience?: 'learner' | readonly Permission[]
}

const ways: readonly Way[] = [
  { href: '/app/', label: 'nav.home', icon: House },
  { href: '/app/courses', label: 'nav.courses', icon: BookOpen },
  { href: '/app/work', label: 'nav.work', icon: GraduationCap, audience: 'learner' },
  { href: '/app/reviews', label: 'nav.reviews', icon: ClipboardCheck, audience: reviewing },
  { href: '/app/teach', label: 'nav.teach', icon: PencilRuler, audience: teaching },
  { href: '/app/admin', label: 'nav.admin', icon: ShieldCheck, audience: ['member.manage'] }
]

interface NavigationProps {
  me: Me | null | undefined
  /** Nothing is shown then: what comes later would move what is there. */
  isPending: boolean
}

/** Below on a phone, at the side on a wide screen. */
export function Navigation({ me, isPending }: NavigationProps) {
  const { path } = useLocation()
  const shown = isPending ? [] : ways.filter(({ audience }) => isFor(me, audience))
  // Of the start the router says `/app`.
  const here = path === '/app' ? '/app/' : path
  const current = shown.filter(({ href }) => here === href || (href !== '/app/' && here.startsWith(href))).at(-1)
  return (
    <nav class="shell-nav" aria-label={t('nav.label')}>
      {shown.map(({ href, label, icon: Icon }) => (
        <a key={href} href={href} aria-current={current?.href === href ? 'page' : undefined}>
          <Icon size={22} aria-hidden="true" />
          <span>{t(label)}</span>
        </a>
      ))}
    </nav>
  )
}

/** Whoever neither reviews nor teaches learns. */
function isFor(me: Me | null | undefined, audience: Way['audience']): boolean {
  if (!audience) return true
  if (audience !== 'learner') return mayAny(me, audience)
  return Boolean(me) && !mayAny(me, reviewing) && !mayAny(me, teaching)
}
