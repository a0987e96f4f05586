import { useMutation, useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { Button } from '../../ui/Button.js'
import { Select } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { type Preferences, preferencesKey } from './preferences.js'

const reload = () => queryClient.invalidateQueries({ queryKey: preferencesKey })

/** Courses of which one is told nothing at all. It acts at once. */
export function MutedCourses({ muted }: { muted: Preferences['mutedCourses'] }) {
  return (
    <>
      {muted.length === 0 ? (
        <p class="muted">{t('muted.none')}</p>
      ) : (
        <ul class="rows settings-rows">
          {muted.map(({ courseId, title }) => (
            <MutedCourse key={courseId} courseId={courseId} title={title} />
          ))}
        </ul>
      )}
      <MuteForm muted={muted} />
    </>
  )
}

function MutedCourse({ courseId, title }: { courseId: string; title: string }) {
  const unmute = useMutation({
    mutationFn: () => take(api.DELETE('/api/me/muted-courses/{courseId}', { params: { path: { courseId } } })),
    onSuccess: reload,
    onError: (error) => toast(problemText(error))
  })
  return (
    <li class="row-apart">
      <a href={`/app/courses/${courseId}`}>{title}</a>
      <Button
        isSmall
        isBusy={unmute.isPending}
        aria-label={t('muted.unmuteOne', { title })}
        onClick={() => unmute.mutate()}
      >
        {t('muted.unmute')}
      </Button>
    </li>
  )
}

function MuteForm({ muted }: { muted: Preferences['mutedCourses'] }) {
  const enrolments = useQuery({
    queryKey: ['/api/me/enrolments', { limit: 100 }],
    queryFn: () => take(api.GET('/api/me/enrolments', { params: { query: { limit: 100 } } }))
  })
  const isMuted = new Set(muted.map(({ courseId }) => courseId))
  const courses = (enrolments.data?.data ?? []).map(({ course }) => course).filter(({ id }) => !isMuted.has(id))
  if (courses.length === 0) return null
  const mute = async (data: FormData) => {
    const courseId = exactTextOf(data, 'courseId')
    await take(api.PUT('/api/me/muted-courses/{courseId}', { params: { path: { courseId } } }))
    await reload()
  }
  return (
    <Form submit={t('muted.mute')} label={t('muted.title')} onSubmit={mute}>
      <Select
        name="courseId"
        label={t('muted.course')}
        options={courses.map(({ id, title }) => ({ value: id, label: title }))}
      />
    </Form>
  )
}
