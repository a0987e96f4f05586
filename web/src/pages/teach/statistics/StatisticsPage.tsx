import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { useStanding } from '../course.js'
import { t } from './messages.js'
import { ProgressFigures } from './ProgressFigures.js'
import { QuizFigures } from './QuizFigures.js'
import { ReviewFigures } from './ReviewFigures.js'
import './statistics.css'

export default function StatisticsPage({ params }: { params: PageParams }) {
  return (
    <CoursePage courseId={params.id ?? ''} title={t('title')}>
      {({ id }) => <Statistics courseId={id} />}
    </CoursePage>
  )
}

function Statistics({ courseId }: { courseId: string }) {
  const { manages, readsEnrolments } = useStanding(courseId)
  const all = [
    { key: 'progress', label: t('view.progress'), isFor: readsEnrolments },
    { key: 'reviews', label: t('view.reviews'), isFor: true },
    { key: 'quizzes', label: t('view.quizzes'), isFor: manages }
  ] as const
  const views = all.filter(({ isFor }) => isFor)
  const view = useView(views)
  return (
    <div class="stack">
      {views.length > 1 && <Views label={t('title')} views={views} />}
      {view === 'progress' && <ProgressFigures courseId={courseId} />}
      {view === 'reviews' && <ReviewFigures courseId={courseId} />}
      {view === 'quizzes' && <QuizFigures courseId={courseId} />}
    </div>
  )
}
