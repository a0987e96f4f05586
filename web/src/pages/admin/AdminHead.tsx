import type { ComponentChildren } from 'preact'
import { type Permission, useMe } from '../../session/session.js'
import { mayAny, overseeing } from '../../session/standing.js'
import { Page } from '../../ui/Page.js'
import { Tabs } from '../../ui/Tabs.js'
import { t } from './messages.js'

/** Each is for who holds one of the permissions. */
const tabs = [
  ['', 'tab.overview', overseeing],
  ['/users', 'tab.users', ['user.read']],
  ['/roles', 'tab.roles', ['role.read']],
  ['/organizations', 'tab.organizations', ['organization.read']],
  ['/courses', 'tab.courses', ['course.update']],
  ['/deliveries', 'tab.deliveries', ['delivery.manage']],
  ['/webhooks', 'tab.webhooks', ['webhook.manage']],
  ['/audit', 'tab.audit', ['audit.read']],
  ['/health', 'tab.health', ['metrics.read']]
] as const satisfies readonly (readonly [string, Parameters<typeof t>[0], readonly Permission[]])[]

/** The ways to the parts of the administration that the caller may see. */
export function AdminHead() {
  const { data: me } = useMe()
  const shown = tabs.filter(([, , permissions]) => mayAny(me, permissions))
  if (shown.length === 0) return null
  return (
    <Tabs label={t('tabs')} tabs={shown.map(([path, label]) => ({ href: `/app/admin${path}`, label: t(label) }))} />
  )
}

interface AdminPageProps {
  title: string
  lead?: ComponentChildren
  /** Beside the title. */
  actions?: ComponentChildren
  /** Where one comes from, on a page below one of the tabs. */
  back?: { href: string; label: string }
  children: ComponentChildren
}

/** A page of the administration: the ways to its other parts, then the part itself. */
export function AdminPage({ children, ...page }: AdminPageProps) {
  return (
    <div class="stack">
      <AdminHead />
      <Page {...page}>{children}</Page>
    </div>
  )
}
