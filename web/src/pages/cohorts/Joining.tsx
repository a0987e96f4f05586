import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { refreshAll } from '../../api/queries.js'
import { isTaking, myCohortsQuery, outlineQuery } from '../../courses/queries.js'
import { LinkButton } from '../../ui/Button.js'
import { Form } from '../../ui/Form.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

/** How one gets into a cohort, or why one does not. */
export function Joining({ cohort }: { cohort: Schema<'Cohort'> }) {
  const { id, name, course, status, isOpen, capacity, memberCount } = cohort
  const outline = useQuery(outlineQuery(course.slug))
  const mine = useQuery(myCohortsQuery)
  if (outline.isPending || mine.isPending) return <Skeleton lines={3} />
  if (!isTaking(outline.data?.enrolmentStatus)) {
    return (
      <section class="cohort-join stack-tight">
        <p>{t('join.enrolFirst')}</p>
        <div>
          <LinkButton href={`/app/courses/${course.slug}`}>{t('join.toCourse')}</LinkButton>
        </div>
      </section>
    )
  }
  const why =
    status === 'completed' ? 'over' : !isOpen ? 'closed' : capacity !== null && memberCount >= capacity ? 'full' : null
  if (why) return <p class="cohort-join">{t(`join.${why}`)}</p>
  const former = mine.data?.data.find((each) => each.course.id === course.id)
  const join = async () => {
    await take(api.POST('/api/cohorts/{id}/members', { params: { path: { id } }, body: {} }))
    toast(t('join.done', { name }))
    await refreshAll()
  }
  return (
    <section class="cohort-join">
      <Form submit={t('join')} onSubmit={join}>
        {former && <p>{t('join.move', { name: former.name })}</p>}
      </Form>
    </section>
  )
}
