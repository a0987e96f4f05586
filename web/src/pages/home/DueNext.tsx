import { useQueries, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { myCohortsQuery, projectsQuery } from '../../courses/queries.js'
import { Badge } from '../../ui/Badge.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { type DueItem, dueCheckpoints, dueProjects } from './due.js'
import { t } from './messages.js'

/** The courses touched last: who takes more looks there for what is due. */
const maxCourses = 5
const maxItems = 6
const whole = { limit: 100 }

/** Checkpoints and projects that are the learner's turn, what is due first on top. */
export function useDue(continued: readonly Schema<'ContinuedCourse'>[] | undefined) {
  const courses = (continued ?? []).filter((each) => each.enrolmentStatus === 'active').slice(0, maxCourses)
  const cohorts = useQuery(myCohortsQuery)
  const running = (continued && cohorts.data ? cohorts.data.data : [])
    .filter(({ status }) => status !== 'completed')
    .slice(0, maxCourses)
  const projects = useQueries({ queries: courses.map(({ course }) => projectsQuery(course.slug)) })
  const checkpoints = useQueries({
    queries: running.map(({ id }) => ({
      queryKey: ['/api/cohorts/{id}/checkpoints', id, whole],
      queryFn: () => take(api.GET('/api/cohorts/{id}/checkpoints', { params: { path: { id }, query: whole } }))
    }))
  })
  const asked = [...projects, ...checkpoints]
  const items = [
    ...projects.flatMap(({ data }, i) => dueProjects(data?.data ?? [], courses[i]?.course.title ?? '')),
    ...checkpoints.flatMap(({ data }, i) => (running[i] ? dueCheckpoints(data?.data ?? [], running[i]) : []))
  ].sort((a, b) => a.order.localeCompare(b.order))
  return {
    items,
    isPending: !continued || cohorts.isPending || asked.some((query) => query.isPending),
    isLoading: asked.some((query) => query.isLoading)
  }
}

export function DueNext({ due: { items, isPending } }: { due: ReturnType<typeof useDue> }) {
  return (
    <section class="stack">
      <h2>{t('due')}</h2>
      {isPending ? (
        <Skeleton lines={2} />
      ) : items.length === 0 ? (
        <p class="muted">{t('due.none')}</p>
      ) : (
        <ul class="rows">
          {items.slice(0, maxItems).map((item) => (
            <DueRow key={item.key} item={item} />
          ))}
        </ul>
      )}
    </section>
  )
}

function DueRow({ item: { title, href, place, when, isOver, needsChanges } }: { item: DueItem }) {
  return (
    <li class="row-apart">
      <div>
        <a href={href}>{title}</a>
        <p class="muted small">{place}</p>
      </div>
      <div class="row">
        {needsChanges && <Badge tone="warn">{t('due.changes')}</Badge>}
        {when !== undefined && <span class={isOver ? 'home-over small' : 'small'}>{when}</span>}
      </div>
    </li>
  )
}
