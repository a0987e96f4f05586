import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, seen, take } from '../../../api/client.js'
import { Button, LinkButton } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Form } from '../../../ui/Form.js'
import { CohortFields } from './CohortFields.js'
import { type Cohort, cohortOf, refreshCohort, refreshCohortsOf } from './cohorts.js'
import { t } from './messages.js'

type Asked = 'edit' | 'start' | 'complete' | 'delete'

/** What is done with a cohort as a whole. */
export function CohortActions({ cohort }: { cohort: Cohort }) {
  const [asked, setAsked] = useState<Asked>()
  const { route } = useLocation()
  const { id, status, name, course } = cohort
  const path = { id }
  const close = () => setAsked(undefined)
  const changed = async (change: () => Promise<unknown>) => {
    await changeSeen(change, () => refreshCohort(cohort))
    await refreshCohort(cohort)
    close()
  }
  const edit = (data: FormData) =>
    changed(() =>
      take(api.PATCH('/api/cohorts/{id}', { params: { path }, body: cohortOf(data), headers: seen(cohort) }))
    )
  const move = (to: 'start' | 'complete') =>
    changed(() => take(api.POST(`/api/cohorts/{id}/${to}`, { params: { path }, headers: seen(cohort) })))
  const remove = async () => {
    await take(api.DELETE('/api/cohorts/{id}', { params: { path } }))
    route(`/app/teach/courses/${course.id}/cohorts`)
    // Not the cohort itself: there is nothing to ask for any more.
    await refreshCohortsOf(course.id)
  }
  return (
    <>
      <LinkButton href={`/app/teach/broadcasts/new?courseId=${course.id}&cohortId=${id}`}>{t('write')}</LinkButton>
      <Button onClick={() => setAsked('edit')}>{t('edit')}</Button>
      {status === 'upcoming' && <Button onClick={() => setAsked('start')}>{t('start.action')}</Button>}
      {status === 'active' && <Button onClick={() => setAsked('complete')}>{t('complete.action')}</Button>}
      {cohort.memberCount === 0 && (
        <Button look="danger" onClick={() => setAsked('delete')}>
          {t('delete.action')}
        </Button>
      )}
      {asked === 'edit' && (
        <Dialog title={t('edit')} onClose={close}>
          <Form submit={t('save')} onSubmit={edit}>
            <CohortFields cohort={cohort} />
          </Form>
        </Dialog>
      )}
      {(asked === 'start' || asked === 'complete') && (
        <Confirm
          title={t(`${asked}.title`, { name })}
          action={t(`${asked}.action`)}
          onConfirm={() => move(asked)}
          onClose={close}
        >
          <p>{t(`${asked}.text`)}</p>
        </Confirm>
      )}
      {asked === 'delete' && (
        <Confirm
          title={t('delete.title', { name })}
          action={t('delete.action')}
          isDanger
          onConfirm={remove}
          onClose={close}
        >
          <p>{t('delete.text')}</p>
        </Confirm>
      )}
    </>
  )
}
