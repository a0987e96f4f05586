import type { PageParams } from '../../../lazy-page.js'
import { LinkButton } from '../../../ui/Button.js'
import { Loaded } from '../../../ui/Loaded.js'
import { CoursePage } from '../CourseHead.js'
import { LessonEditor } from './LessonEditor.js'
import './lesson.css'
import { useLesson } from './lesson.js'
import { t } from './messages.js'

export default function LessonPage({ params }: { params: PageParams }) {
  const { id = '', lessonId = '' } = params
  const lesson = useLesson(lessonId)
  const base = `/app/teach/courses/${id}`
  const actions = (
    <>
      <LinkButton href={`${base}/lessons/${lessonId}/quiz`}>{t('quiz')}</LinkButton>
      <LinkButton href={`/app/courses/${id}/lessons/${lessonId}`}>{t('look')}</LinkButton>
    </>
  )
  return (
    <CoursePage
      courseId={id}
      title={lesson.data?.title ?? t('title')}
      back={{ href: base, label: t('back') }}
      actions={actions}
    >
      {(course) => (
        <Loaded query={lesson}>{(loaded) => <LessonEditor key={loaded.id} course={course} lesson={loaded} />}</Loaded>
      )}
    </CoursePage>
  )
}
