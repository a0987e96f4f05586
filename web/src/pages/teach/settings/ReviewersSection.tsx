import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { nameOf } from '../../../people/name.js'
import { PersonField } from '../../../people/PersonField.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { type Course, keepCourse } from '../course.js'
import { t } from './messages.js'
import { Section } from './Section.js'

type Reviewer = Schema<'Reviewers'>['data'][number]

const key = (courseId: string) => ['/api/courses/{id}/reviewers', courseId]

/** The mentor of the course, and who reviews its work besides. */
export function ReviewersSection({ course }: { course: Course }) {
  const params = { path: { id: course.id } }
  const [dialog, setDialog] = useState<'reviewer' | 'mentor' | null>(null)
  const reviewers = useQuery({
    queryKey: key(course.id),
    queryFn: () => take(api.GET('/api/courses/{id}/reviewers', { params }))
  })
  const others = (reviewers.data?.data ?? []).filter(({ isMentor }) => !isMentor).map(({ user }) => user.id)
  const replace = async (userIds: string[]) => {
    const saved = await take(api.PUT('/api/courses/{id}/reviewers', { params, body: { userIds } }))
    queryClient.setQueryData(key(course.id), saved)
    toast(t('saved'))
  }
  const add = async (data: FormData) => {
    await replace([...others, String(data.get('userIds'))])
    setDialog(null)
  }
  const changeMentor = async (data: FormData) => {
    const body = { mentorId: String(data.get('mentorId')) }
    keepCourse(await take(api.PATCH('/api/courses/{id}', { params, body })))
    await queryClient.invalidateQueries({ queryKey: key(course.id) })
    setDialog(null)
    toast(t('saved'))
  }
  const remove = (id: string) =>
    replace(others.filter((each) => each !== id)).catch((error: unknown) => toast(problemText(error)))
  return (
    <Section title={t('reviewers.title')} lead={t('reviewers.lead')}>
      <Loaded query={reviewers}>{({ data }) => <ReviewerRows reviewers={data} onRemove={remove} />}</Loaded>
      <div class="row">
        <Button onClick={() => setDialog('reviewer')}>{t('reviewers.add')}</Button>
        <Button onClick={() => setDialog('mentor')}>{t('reviewers.changeMentor')}</Button>
      </div>
      {dialog === 'reviewer' && (
        <Confirm
          title={t('reviewers.add')}
          action={t('reviewers.addSubmit')}
          onConfirm={add}
          onClose={() => setDialog(null)}
        >
          <PersonField name="userIds" label={t('reviewers.who')} />
        </Confirm>
      )}
      {dialog === 'mentor' && (
        <Confirm
          title={t('reviewers.changeMentor')}
          action={t('reviewers.mentorSubmit')}
          onConfirm={changeMentor}
          onClose={() => setDialog(null)}
        >
          <p>{t('reviewers.mentorText')}</p>
          <PersonField name="mentorId" label={t('reviewers.mentor')} />
        </Confirm>
      )}
    </Section>
  )
}

function ReviewerRows({
  reviewers,
  onRemove
}: {
  reviewers: readonly Reviewer[]
  onRemove: (id: string) => Promise<unknown>
}) {
  if (reviewers.length === 0) return <p class="muted">{t('reviewers.none')}</p>
  return (
    <ul class="rows">
      {reviewers.map(({ user, isMentor, mayReview }) => (
        <li key={user.id} class="row-apart">
          <span class="row">
            {nameOf(user)}
            {isMentor && <Badge tone="info">{t('reviewers.mentor')}</Badge>}
            {!mayReview && <Badge tone="warn">{t('reviewers.mayNot')}</Badge>}
          </span>
          {!isMentor && (
            <Button
              isSmall
              aria-label={t('reviewers.removeOf', { name: nameOf(user) })}
              onClick={() => void onRemove(user.id)}
            >
              {t('remove')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
