import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { queryClient } from '../../../api/queries.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { PersonField } from '../../../people/PersonField.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Dialog } from '../../../ui/Dialog.js'
import { TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { t } from './messages.js'

type Exception = Schema<'PrerequisiteException'>

const path = '/api/courses/{id}/prerequisites/exceptions'

/** Who gets in without what the course builds on. */
export function Exceptions({ courseId }: { courseId: string }) {
  const [isAdding, setAdding] = useState(false)
  const exceptions = useInfiniteQuery({
    queryKey: [path, courseId],
    queryFn: ({ pageParam }) =>
      take(api.GET(path, { params: { path: { id: courseId }, query: { cursor: pageParam } } })),
    ...byCursor
  })
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('exception.add')}
    </Button>
  )
  return (
    <>
      <Loaded query={exceptions}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) {
            return (
              <EmptyState title={t('exception.none')} action={add}>
                {t('exception.noneText')}
              </EmptyState>
            )
          }
          return (
            <>
              <div>{add}</div>
              <ul class="rows">
                {rows.map((row) => (
                  <ExceptionRow key={row.user.id} courseId={courseId} exception={row} />
                ))}
              </ul>
            </>
          )
        }}
      </Loaded>
      <MoreButton query={exceptions} />
      {isAdding && <AddException courseId={courseId} onClose={() => setAdding(false)} />}
    </>
  )
}

const refresh = (courseId: string) => queryClient.invalidateQueries({ queryKey: [path, courseId] })

function ExceptionRow({ courseId, exception }: { courseId: string; exception: Exception }) {
  const [isEnding, setEnding] = useState(false)
  const { user, reason, createdAt } = exception
  const name = nameOf(user)
  const end = async () => {
    await take(api.DELETE(`${path}/{userId}`, { params: { path: { id: courseId, userId: user.id } } }))
    await refresh(courseId)
    setEnding(false)
  }
  return (
    <li class="people-row">
      <div>
        <p class="people-name">{name}</p>
        <p class="muted small">{t('since', { date: formatDate(createdAt) })}</p>
      </div>
      <p class="small">{reason}</p>
      <div class="row people-actions">
        <Button isSmall aria-label={t('exception.endOf', { name })} onClick={() => setEnding(true)}>
          {t('exception.end')}
        </Button>
      </div>
      {isEnding && (
        <Confirm
          title={t('exception.endTitle', { name })}
          action={t('exception.end')}
          onConfirm={end}
          onClose={() => setEnding(false)}
        >
          <p>{t('exception.endText')}</p>
        </Confirm>
      )}
    </li>
  )
}

function AddException({ courseId, onClose }: { courseId: string; onClose: () => void }) {
  const add = async (data: FormData) => {
    const userId = String(data.get('userId') ?? '')
    const body = { reason: String(data.get('reason')).trim() }
    await take(api.PUT(`${path}/{userId}`, { params: { path: { id: courseId, userId } }, body }))
    await refresh(courseId)
    onClose()
  }
  return (
    <Dialog title={t('exception.add')} onClose={onClose}>
      <Form submit={t('exception.add')} onSubmit={add}>
        <p>{t('exception.text')}</p>
        <PersonField name="userId" label={t('exception.who')} />
        <TextArea name="reason" label={t('reason')} rows={3} maxLength={1_000} required />
      </Form>
    </Dialog>
  )
}
