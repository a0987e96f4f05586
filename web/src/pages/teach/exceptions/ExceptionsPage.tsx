import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import type { PageParams } from '../../../lazy-page.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { toast } from '../../../ui/toast.js'
import { CoursePage } from '../CourseHead.js'
import { t } from './messages.js'
import { NewException } from './NewException.js'

type Exception = Schema<'ReleaseException'>

const key = (courseId: string) => ['/api/courses/{id}/release-exceptions', courseId]

/** What is open for single learners, whatever its rule. */
export default function ExceptionsPage({ params }: { params: PageParams }) {
  const { id = '' } = params
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<Exception | null>(null)
  const exceptions = useInfiniteQuery({
    queryKey: key(id),
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses/{id}/release-exceptions', { params: { path: { id }, query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const refresh = () => queryClient.invalidateQueries({ queryKey: key(id) })
  const remove = async (exception: Exception) => {
    const path = { id, exceptionId: exception.id }
    await take(api.DELETE('/api/courses/{id}/release-exceptions/{exceptionId}', { params: { path } }))
    await refresh()
    setRemoving(null)
    toast(t('removed'))
  }
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <CoursePage
      courseId={id}
      title={t('title')}
      lead={t('lead')}
      back={{ href: `/app/teach/courses/${id}`, label: t('back') }}
      actions={add}
    >
      {() => (
        <>
          <Loaded query={exceptions}>
            {({ pages }) => {
              const rows = pages.flatMap(({ data }) => data)
              if (rows.length === 0) return <EmptyState title={t('none')}>{t('noneText')}</EmptyState>
              return (
                <ul class="rows">
                  {rows.map((exception) => (
                    <li key={exception.id} class="row-apart">
                      <div class="stack-tight">
                        <p>
                          <strong>{nameOf(exception.user)}</strong>: {exception.title}
                        </p>
                        <p class="small muted">
                          {formatDate(exception.createdAt)} · {exception.reason}
                        </p>
                      </div>
                      <Button
                        isSmall
                        aria-label={t('removeOf', { name: nameOf(exception.user), title: exception.title })}
                        onClick={() => setRemoving(exception)}
                      >
                        {t('remove')}
                      </Button>
                    </li>
                  ))}
                </ul>
              )
            }}
          </Loaded>
          <MoreButton query={exceptions} />
          {isAdding && (
            <NewException
              courseId={id}
              onClose={() => setAdding(false)}
              onAdded={async () => {
                await refresh()
                setAdding(false)
                toast(t('added'))
              }}
            />
          )}
          {removing && (
            <Confirm
              title={t('removeOf', { name: nameOf(removing.user), title: removing.title })}
              action={t('remove')}
              isDanger
              onConfirm={() => remove(removing)}
              onClose={() => setRemoving(null)}
            >
              <p>{t('removeText')}</p>
            </Confirm>
          )}
        </>
      )}
    </CoursePage>
  )
}
