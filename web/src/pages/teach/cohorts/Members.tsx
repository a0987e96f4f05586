import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { PersonField } from '../../../people/PersonField.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Form } from '../../../ui/Form.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { type Cohort, findLearners, type Member, refreshCohort } from './cohorts.js'
import { t } from './messages.js'
import { useMembers } from './useBoard.js'

export function Members({ cohort }: { cohort: Cohort }) {
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<Member>()
  const members = useMembers(cohort.id)
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('members.add')}
    </Button>
  )
  const remove = async () => {
    if (!removed) return
    const path = { id: cohort.id, userId: removed.user.id }
    await take(api.DELETE('/api/cohorts/{id}/members/{userId}', { params: { path } }))
    await refreshCohort(cohort)
    setRemoved(undefined)
  }
  return (
    <>
      <Loaded query={members}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('members.none')} action={add}>
              {t('members.noneText')}
            </EmptyState>
          ) : (
            <>
              <div>{add}</div>
              <ul class="rows">
                {rows.map((member) => (
                  <li key={member.user.id} class="row-apart">
                    <div>
                      <p class="cohort-name">{nameOf(member.user)}</p>
                      <p class="muted small">{t('members.joined', { date: formatDate(member.joinedAt) })}</p>
                    </div>
                    <Button
                      isSmall
                      aria-label={t('members.removeOf', { name: nameOf(member.user) })}
                      onClick={() => setRemoved(member)}
                    >
                      {t('members.remove')}
                    </Button>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
      {isAdding && <AddMember cohort={cohort} onClose={() => setAdding(false)} />}
      {removed && (
        <Confirm
          title={t('members.removeTitle', { name: nameOf(removed.user) })}
          action={t('members.remove')}
          isDanger
          onConfirm={remove}
          onClose={() => setRemoved(undefined)}
        >
          <p>{t('members.removeText')}</p>
        </Confirm>
      )}
    </>
  )
}

function AddMember({ cohort, onClose }: { cohort: Cohort; onClose: () => void }) {
  const { course } = cohort
  const add = async (data: FormData) => {
    const body = { userId: String(data.get('userId') ?? '') }
    const { movedFrom } = await take(
      api.POST('/api/cohorts/{id}/members', { params: { path: { id: cohort.id } }, body })
    )
    await refreshCohort(cohort)
    toast(t(movedFrom ? 'members.moved' : 'members.added'))
    onClose()
  }
  return (
    <Dialog title={t('members.add')} onClose={onClose}>
      <Form submit={t('members.add')} onSubmit={add}>
        <p>{t('members.addText')}</p>
        <PersonField
          name="userId"
          label={t('members.who')}
          among={{ key: ['/api/courses/{id}/enrolments', course.id], find: (q) => findLearners(course.id, q) }}
        />
      </Form>
    </Dialog>
  )
}
