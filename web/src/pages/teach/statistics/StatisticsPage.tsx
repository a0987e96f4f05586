import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { t } from './messages.js'
import { ProgressFigures } from './ProgressFigures.js'
import { QuizFigures } from './QuizFigures.js'
import { ReviewFigures } from './ReviewFigures.js'
import './statistics.css'

export default function StatisticsPage({ params }: { params: PageParams }) {
  const courseId = params.id ?? ''
  const views = [
    { key: 'progress', label: t('view.progress') },
    { key: 'reviews', label: t('view.reviews') },
    { key: 'quizzes', label: t('view.quizzes') }
  ] as const
  const view = useView(views)
  return (
    <CoursePage courseId={courseId} title={t('title')}>
      {() => (
        <div class="stack">
          <Views label={t('title')} views={views} />
          {view === 'progress' && <ProgressFigures courseId={courseId} />}
          {view === 'reviews' && <ReviewFigures courseId={courseId} />}
          {view === 'quizzes' && <QuizFigures courseId={courseId} />}
        </div>
      )}
    </CoursePage>
  )
}
