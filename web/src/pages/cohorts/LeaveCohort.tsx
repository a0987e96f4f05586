import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { refreshAll } from '../../api/queries.js'
import type { Me } from '../../session/session.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

export function LeaveCohort({ cohort: { id, name }, me }: { cohort: Schema<'Cohort'>; me: Me }) {
  const [isAsking, setAsking] = useState(false)
  const leave = async () => {
    const path = { id, userId: me.user.id }
    await take(api.DELETE('/api/cohorts/{id}/members/{userId}', { params: { path } }))
    setAsking(false)
    toast(t('leave.done'))
    await refreshAll()
  }
  return (
    <div>
      <Button look="quiet" class="cohort-leave" onClick={() => setAsking(true)}>
        {t('leave')}
      </Button>
      {isAsking && (
        <Confirm
          title={t('leave.title', { name })}
          action={t('leave')}
          isDanger
          onConfirm={leave}
          onClose={() => setAsking(false)}
        >
          <p>{t('leave.text')}</p>
        </Confirm>
      )}
    </div>
  )
}
