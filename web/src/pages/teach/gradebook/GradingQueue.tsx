import { useInfiniteQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatRelative } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AttemptGrading } from './AttemptGrading.js'
import { t } from './messages.js'

/** Attempts at quizzes with answers that nobody has graded yet; the one of the address opened. */
export function GradingQueue({ courseId }: { courseId: string }) {
  const { path } = useLocation()
  const [{ attempt }] = useFilters()
  const queue = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/grading-queue', courseId],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/grading-queue', { params: { path: { id: courseId }, query: { cursor: pageParam } } })
      ),
    ...byCursor
  })
  if (attempt) {
    const opened = queue.data && rowsOf(queue.data).find(({ id }) => id === attempt)
    return (
      <AttemptGrading
        key={attempt}
        attemptId={attempt}
        title={opened && `${nameOf(opened.user)} · ${opened.quiz.title}`}
        courseId={courseId}
        queuePath={`${path}?view=grading`}
      />
    )
  }
  return (
    <>
      <Loaded query={queue}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('grading.none')}>{t('grading.noneText')}</EmptyState>
          return (
            <ul class="rows">
              {rows.map(({ id, user, quiz, submittedAt, ungraded }) => (
                <li key={id} class="stack-tight">
                  <a class="gradebook-name" href={`${path}?view=grading&attempt=${id}`}>
                    {nameOf(user)} · {quiz.title}
                  </a>
                  <p class="muted small">
                    {t('grading.ungraded', { count: ungraded })} ·{' '}
                    {t('grading.since', { when: formatRelative(submittedAt) })}
                  </p>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={queue} />
    </>
  )
}
