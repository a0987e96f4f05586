import type { ComponentChildren } from 'preact'
import { Page } from '../../ui/Page.js'
import { Tabs } from '../../ui/Tabs.js'
import { t } from './messages.js'
import './settings.css'

/** What stands above each of the pages about oneself. */
export function SettingsPage({ title, children }: { title: string; children: ComponentChildren }) {
  const tabs = [
    { href: '/app/profile', label: t('tab.profile') },
    { href: '/app/profile/sessions', label: t('tab.sessions') },
    { href: '/app/profile/notifications', label: t('tab.notifications') }
  ]
  return (
    <Page title={title}>
      <Tabs label={t('tab.label')} tabs={tabs} />
      {children}
    </Page>
  )
}
