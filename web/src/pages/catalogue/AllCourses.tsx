import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { CourseRow, CourseRowsSkeleton } from '../../courses/CourseRow.js'
import { isTaking, useMyEnrolments } from '../../courses/queries.js'
import type { Me } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { FilterBar } from './FilterBar.js'
import type { Filters } from './filters.js'
import { t } from './messages.js'

interface AllCoursesProps {
  me: Me | null | undefined
  filters: Filters
  onChange: (changes: Partial<Filters>) => void
}

export function AllCourses({ me, filters, onChange }: AllCoursesProps) {
  const { q, level, category, tag } = filters
  const wanted = { status: 'published' as const, q: q || undefined, level, category, tag }
  const courses = useInfiniteQuery({
    queryKey: ['/api/courses', wanted],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses', { params: { query: { ...wanted, limit: 20, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData
  })
  // Of what was left nothing is said: it is a course like any other.
  const taken = useMyEnrolments(me).data?.data.filter(({ status }) => status === 'pending' || isTaking(status)) ?? []
  const statuses = new Map(taken.map(({ courseId, status }) => [courseId, status]))
  const organizations = useOrganizations(me)
  const rows = courses.data?.pages.flatMap(({ data }) => data) ?? []
  const categories = knownCategories(category)
  return (
    <>
      <FilterBar filters={filters} categories={categories} onChange={onChange} />
      <Loaded query={courses} skeleton={<CourseRowsSkeleton />}>
        {() => (
          <section class="stack" aria-label={t('title')} aria-busy={courses.isPlaceholderData}>
            <p class="muted small" role="status">
              {t(courses.hasNextPage ? 'foundMore' : 'found', { count: rows.length })}
            </p>
            {rows.length === 0 ? (
              <NothingFound filters={filters} />
            ) : (
              <ul class="rows">
                {rows.map((course) => (
                  <CourseRow
                    key={course.id}
                    course={course}
                    status={statuses.get(course.id)}
                    organization={organizations.get(course.organizationId)}
                  />
                ))}
              </ul>
            )}
            <div>
              <MoreButton query={courses} />
            </div>
          </section>
        )}
      </Loaded>
    </>
  )
}

function NothingFound({ filters: { q, level, category, tag } }: { filters: Filters }) {
  if (!q && !level && !category && !tag) return <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>
  return (
    <EmptyState
      title={t('noMatch.title')}
      action={
        <div class="row">
          <LinkButton href="/app/courses">{t('noMatch.clear')}</LinkButton>
          {q && (
            <LinkButton look="quiet" href={`/app/search?q=${encodeURIComponent(q)}`}>
              {t('noMatch.everything', { q })}
            </LinkButton>
          )}
        </div>
      }
    >
      {t('noMatch.text')}
    </EmptyState>
  )
}

/** The names of organisations, for who sees more than one. */
function useOrganizations(me: Me | null | undefined): Map<string, string> {
  const isInSeveral = new Set(me?.roles.map(({ organizationId }) => organizationId)).size > 1
  const { data } = useQuery({
    queryKey: ['/api/organizations', { limit: 100 }],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } })),
    enabled: isInSeveral
  })
  return new Map((data?.data ?? []).map(({ id, name }) => [id, name]))
}

interface SeenPages {
  pages: readonly { data: readonly { category: string | null }[] }[]
}

/** The API does not list them: those of the courses that have been seen, whatever was chosen then. */
function knownCategories(chosen: string | undefined): string[] {
  const seen = queryClient.getQueriesData<SeenPages>({ queryKey: ['/api/courses'] })
  const categories = seen.flatMap(([, data]) => data?.pages?.flatMap(({ data: rows }) => rows) ?? [])
  const names = categories.map(({ category }) => category).filter((name) => name !== null)
  return [...new Set([...names, ...(chosen ? [chosen] : [])])].sort((a, b) => a.localeCompare(b))
}
