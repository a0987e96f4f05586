import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, seen, take } from '../../../api/client.js'
import { Button, LinkButton } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field } from '../../../ui/Field.js'
import { toast } from '../../../ui/toast.js'
import { type Course, keepCourse } from '../course.js'
import { ArchivedItems } from './ArchivedItems.js'
import { t } from './messages.js'

/** What is done to the course as a whole, below its outline. */
export function CourseActions({ course }: { course: Course }) {
  const [dialog, setDialog] = useState<'archive' | 'clone' | null>(null)
  const close = () => setDialog(null)
  return (
    <section class="stack" aria-labelledby="course-actions">
      <h2 id="course-actions">{t('actions.title')}</h2>
      <div class="row">
        <LinkButton href={`/app/courses/${course.id}`}>{t('actions.look')}</LinkButton>
        <LinkButton href={`/app/teach/courses/${course.id}/exceptions`}>{t('actions.exceptions')}</LinkButton>
        <Button onClick={() => setDialog('clone')}>{t('actions.clone')}</Button>
        {course.status !== 'archived' && (
          <Button look="danger" onClick={() => setDialog('archive')}>
            {t('actions.archive')}
          </Button>
        )}
      </div>
      <ArchivedItems courseId={course.id} />
      {dialog === 'archive' && <Archive course={course} onClose={close} />}
      {dialog === 'clone' && <Clone course={course} onClose={close} />}
    </section>
  )
}

interface DialogProps {
  course: Course
  onClose: () => void
}

function Archive({ course, onClose }: DialogProps) {
  const archive = async () => {
    const params = { path: { id: course.id } }
    keepCourse(await take(api.POST('/api/courses/{id}/archive', { params, headers: seen(course) })))
    toast(t('archived', { name: course.title }))
    onClose()
  }
  return (
    <Confirm
      title={t('archive.title', { name: course.title })}
      action={t('actions.archive')}
      isDanger
      onConfirm={archive}
      onClose={onClose}
    >
      <p>{t('archive.text')}</p>
    </Confirm>
  )
}

function Clone({ course, onClose }: DialogProps) {
  const { route } = useLocation()
  const clone = async (data: FormData) => {
    const copy = await take(
      api.POST('/api/courses/{id}/clone', {
        params: { path: { id: course.id } },
        body: { title: String(data.get('title')) }
      })
    )
    keepCourse(copy)
    onClose()
    route(`/app/teach/courses/${copy.id}`)
    toast(t('clone.done', { name: copy.title }))
  }
  return (
    <Confirm title={t('clone.title')} action={t('clone.submit')} onConfirm={clone} onClose={onClose}>
      <Field
        name="title"
        label={t('clone.name')}
        defaultValue={t('clone.suggested', { name: course.title })}
        maxLength={200}
        required
      />
      <div class="stack-tight">
        <p>{t('clone.copied')}</p>
        <p>{t('clone.left')}</p>
        <p>{t('clone.dates')}</p>
      </div>
    </Confirm>
  )
}
