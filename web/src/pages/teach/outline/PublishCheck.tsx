import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { Problem } from '../../../api/problem.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { type Course, courseKey, keepCourse } from '../course.js'
import { t } from './messages.js'

type Finding = Schema<'PublishCheck'>['data'][number]

/** Before it is published: what learners would miss, each with the way to mend it. Afterwards, what they miss now. */
export function PublishCheck({ course }: { course: Course }) {
  const check = useQuery({
    queryKey: ['/api/courses/{id}/publish-check', course.id],
    queryFn: () => take(api.GET('/api/courses/{id}/publish-check', { params: { path: { id: course.id } } })),
    staleTime: 0
  })
  const findings = check.data?.data ?? []
  if (course.status === 'published') {
    if (findings.length === 0) return null
    return (
      <section class="outline-check" aria-label={t('check.title')}>
        <p>{t('check.published')}</p>
        <Findings courseId={course.id} findings={findings} />
      </section>
    )
  }
  const isReady = check.data !== undefined && findings.length === 0
  return (
    <section class="outline-check" aria-labelledby="check-title">
      <h2 id="check-title">{course.status === 'archived' ? t('check.titleAgain') : t('check.title')}</h2>
      {isReady && <p>{t('check.ready')}</p>}
      {findings.length > 0 && <Findings courseId={course.id} findings={findings} />}
      <PublishButton course={course} isBlocked={findings.some(({ isBlocking }) => isBlocking)} />
    </section>
  )
}

function Findings({ courseId, findings }: { courseId: string; findings: readonly Finding[] }) {
  return (
    <ul>
      {findings.map(({ code, isBlocking, lesson }) => (
        <li key={`${code}${lesson?.id}`}>
          {code === 'EMPTY_LESSON' ? t('check.EMPTY_LESSON', { name: lesson?.title }) : t(`check.${code}`)}{' '}
          {isBlocking && <strong>{t('check.needed')} </strong>}
          {code === 'NO_DESCRIPTION' && (
            <a href={`/app/teach/courses/${courseId}/settings`}>{t('check.writeDescription')}</a>
          )}
          {lesson && <a href={`/app/teach/courses/${courseId}/lessons/${lesson.id}`}>{t('check.writeLesson')}</a>}
        </li>
      ))}
    </ul>
  )
}

function PublishButton({ course, isBlocked }: { course: Course; isBlocked: boolean }) {
  const [isBusy, setBusy] = useState(false)
  const publish = async () => {
    setBusy(true)
    try {
      const params = { path: { id: course.id } }
      keepCourse(await take(api.POST('/api/courses/{id}/publish', { params, headers: seen(course) })))
      toast(t('published', { name: course.title }))
    } catch (error) {
      toast(problemText(error))
      if (error instanceof Problem && error.status === 412) {
        await queryClient.invalidateQueries({ queryKey: courseKey(course.id) })
      }
    } finally {
      setBusy(false)
    }
  }
  return (
    <div class="stack-tight">
      <div>
        <Button look="primary" isBusy={isBusy} disabled={isBlocked} aria-describedby="publish-hint" onClick={publish}>
          {t('publish')}
        </Button>
      </div>
      <p id="publish-hint" class="small muted">
        {isBlocked ? t('publish.blocked') : t('publish.hint')}
      </p>
    </div>
  )
}
