import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { Appeals } from './Appeals.js'
import { Grades } from './Grades.js'
import './gradebook.css'
import { GradingQueue } from './GradingQueue.js'
import { t } from './messages.js'
import { SettingsForm } from './SettingsForm.js'

/** What the learners have got, and what is still to be graded. */
export default function GradebookPage({ params }: { params: PageParams }) {
  const courseId = params.id ?? ''
  const views = [
    { key: 'grades', label: t('view.grades') },
    { key: 'grading', label: t('view.grading') },
    { key: 'appeals', label: t('view.appeals') },
    { key: 'settings', label: t('view.settings') }
  ] as const
  const view = useView(views)
  return (
    <CoursePage courseId={courseId} title={t('title')}>
      {() => (
        <div class="stack">
          <Views label={t('title')} views={views} />
          {view === 'grades' && <Grades courseId={courseId} />}
          {view === 'grading' && <GradingQueue courseId={courseId} />}
          {view === 'appeals' && <Appeals courseId={courseId} />}
          {view === 'settings' && <SettingsForm courseId={courseId} />}
        </div>
      )}
    </CoursePage>
  )
}
