import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { CourseRowsSkeleton } from '../../courses/CourseRow.js'
import { EnrolmentBadge } from '../../courses/EnrolmentBadge.js'
import type { Me } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { t } from './messages.js'

export function MyCourses({ me }: { me: Me | undefined }) {
  const enrolments = useInfiniteQuery({
    queryKey: ['/api/me/enrolments', 'paged'],
    queryFn: ({ pageParam }) => take(api.GET('/api/me/enrolments', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: Boolean(me)
  })
  return (
    <Loaded query={enrolments} skeleton={<CourseRowsSkeleton rows={3} />}>
      {({ pages }) => {
        const rows = pages.flatMap(({ data }) => data)
        if (rows.length === 0) {
          return (
            <EmptyState
              title={t('mine.none.title')}
              action={
                <LinkButton look="primary" href="/app/courses">
                  {t('mine.none.action')}
                </LinkButton>
              }
            >
              {t('mine.none.text')}
            </EmptyState>
          )
        }
        return (
          <div class="stack">
            <ul class="rows">
              {rows.map(({ id, course, status }) => (
                <li key={id} class="course-row">
                  <a class="course-row-title" href={`/app/courses/${course.slug}`}>
                    {course.title}
                  </a>
                  {course.status === 'archived' && <p class="course-row-facts muted small">{t('mine.archived')}</p>}
                  <EnrolmentBadge status={status} />
                </li>
              ))}
            </ul>
            <div>
              <MoreButton query={enrolments} />
            </div>
          </div>
        )
      }}
    </Loaded>
  )
}
