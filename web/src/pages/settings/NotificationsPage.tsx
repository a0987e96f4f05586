import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { Loaded } from '../../ui/Loaded.js'
import { EventTypes } from './EventTypes.js'
import { MutedCourses } from './MutedCourses.js'
import { t } from './messages.js'
import { useDraft, usePreferences } from './preferences.js'
import { SaveBar } from './SaveBar.js'
import { SettingsPage } from './SettingsPage.js'
import { TimingPart } from './TimingPart.js'
import './notifications.css'

/** What one is told, how, and when. */
export default function NotificationsPage() {
  const preferences = usePreferences()
  return (
    <SettingsPage title={t('notifications.title')}>
      <p class="muted settings-lead">{t('notifications.lead')}</p>
      <Loaded query={preferences}>{(seen) => <Choices seen={seen} />}</Loaded>
    </SettingsPage>
  )
}

function Choices({ seen }: { seen: Parameters<typeof useDraft>[0] }) {
  const draft = useDraft(seen)
  const types = useQuery({
    queryKey: ['/api/event-types'],
    queryFn: () => take(api.GET('/api/event-types')),
    staleTime: Number.POSITIVE_INFINITY
  })
  return (
    <div class="stack-wide">
      <TimingPart draft={draft} timeZone={seen.preferences.timeZone} />
      <section class="settings-part stack" aria-labelledby="notifications-types">
        <h2 id="notifications-types">{t('types.title')}</h2>
        <p class="muted settings-lead">{t('types.lead')}</p>
        <Loaded query={types}>{({ data }) => <EventTypes types={data} draft={draft} />}</Loaded>
      </section>
      <section class="settings-part stack" aria-labelledby="notifications-muted">
        <h2 id="notifications-muted">{t('muted.title')}</h2>
        <MutedCourses muted={seen.preferences.mutedCourses} />
      </section>
      <SaveBar draft={draft} />
    </div>
  )
}
