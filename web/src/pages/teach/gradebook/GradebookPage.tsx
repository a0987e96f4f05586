import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { useStanding } from '../course.js'
import { Appeals } from './Appeals.js'
import { Grades } from './Grades.js'
import './gradebook.css'
import { GradingQueue } from './GradingQueue.js'
import { t } from './messages.js'
import { SettingsForm } from './SettingsForm.js'

/** What the learners have got, and what is still to be graded. */
export default function GradebookPage({ params }: { params: PageParams }) {
  return (
    <CoursePage courseId={params.id ?? ''} title={t('title')}>
      {({ id }) => <Gradebook courseId={id} />}
    </CoursePage>
  )
}

function Gradebook({ courseId }: { courseId: string }) {
  const { manages } = useStanding(courseId)
  const all = [
    { key: 'grades', label: t('view.grades'), isFor: true },
    { key: 'grading', label: t('view.grading'), isFor: manages },
    { key: 'appeals', label: t('view.appeals'), isFor: true },
    { key: 'settings', label: t('view.settings'), isFor: manages }
  ] as const
  const views = all.filter(({ isFor }) => isFor)
  const view = useView(views)
  return (
    <div class="stack">
      <Views label={t('title')} views={views} />
      {view === 'grades' && <Grades courseId={courseId} />}
      {view === 'grading' && <GradingQueue courseId={courseId} />}
      {view === 'appeals' && <Appeals courseId={courseId} />}
      {view === 'settings' && <SettingsForm courseId={courseId} />}
    </div>
  )
}
