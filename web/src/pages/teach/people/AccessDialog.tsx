import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { textOf } from '../../../ui/form-values.js'
import { type CourseEnrolment, dayOf, endOfDay, refreshEnrolments } from './enrolments.js'
import { t } from './messages.js'

/** How long somebody takes the course: brings back, limits, or ends it. */
export function AccessDialog({ enrolment, onClose }: { enrolment: CourseEnrolment; onClose: () => void }) {
  const [isRemoving, setRemoving] = useState(false)
  const { courseId, userId, user, status, expiresAt } = enrolment
  const params = { path: { id: courseId, userId } }
  const isOver = status === 'cancelled' || status === 'expired'
  const name = nameOf(user)
  const done = async () => {
    await refreshEnrolments(courseId)
    onClose()
  }
  const change = async (data: FormData) => {
    const body = { expiresAt: endOfDay(textOf(data, 'expiresAt')) }
    await take(api.PATCH('/api/courses/{id}/enrolments/{userId}', { params, body }))
    await done()
  }
  const remove = async () => {
    await take(api.DELETE('/api/courses/{id}/enrolments/{userId}', { params }))
    await done()
  }
  if (isRemoving) {
    return (
      <Confirm
        title={t('remove.title', { name })}
        action={t('remove.action')}
        isDanger
        onConfirm={remove}
        onClose={onClose}
      >
        <p>{t('remove.text')}</p>
      </Confirm>
    )
  }
  return (
    <Dialog title={t(isOver ? 'access.back' : 'access.title', { name })} onClose={onClose}>
      <Form
        submit={t(isOver ? 'access.bringBack' : 'access.save')}
        onSubmit={change}
        actions={
          !isOver && (
            <Button look="danger" onClick={() => setRemoving(true)}>
              {t('remove.action')}
            </Button>
          )
        }
      >
        <Field
          name="expiresAt"
          type="date"
          label={t('access.until')}
          hint={t('access.hint')}
          min={dayOf(new Date().toISOString())}
          defaultValue={isOver ? '' : dayOf(expiresAt)}
        />
      </Form>
    </Dialog>
  )
}
