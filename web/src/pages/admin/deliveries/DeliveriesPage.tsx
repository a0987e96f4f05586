import { useView, Views } from '../../../ui/Views.js'
import { AdminPage } from '../AdminHead.js'
import './deliveries.css'
import { Events } from './Events.js'
import { Mails } from './Mails.js'
import { t } from './messages.js'

/** What happened and has to be told, and the mails that tell it: what is stuck is sent again here. */
export default function DeliveriesPage() {
  const views = [
    { key: 'events', label: t('view.events') },
    { key: 'mails', label: t('view.mails') }
  ] as const
  const view = useView(views)
  return (
    <AdminPage title={t('title')} lead={t('lead')}>
      <Views label={t('title')} views={views} />
      {view === 'events' ? <Events /> : <Mails />}
    </AdminPage>
  )
}
