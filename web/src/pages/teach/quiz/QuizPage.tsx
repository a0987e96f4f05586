import type { PageParams } from '../../../lazy-page.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { CoursePage } from '../CourseHead.js'
import { useLesson } from '../lesson/lesson.js'
import { t } from './messages.js'
import { NewQuiz } from './NewQuiz.js'
import { QuizQuestions } from './QuizQuestions.js'
import { QuizSettings } from './QuizSettings.js'
import { QuizState } from './QuizState.js'
import { useQuiz } from './quiz.js'

export default function QuizPage({ params }: { params: PageParams }) {
  const { id = '', lessonId = '' } = params
  const lesson = useLesson(lessonId)
  const quiz = useQuiz(lessonId)
  const back = { href: `/app/teach/courses/${id}/lessons/${lessonId}`, label: lesson.data?.title ?? t('lesson') }
  return (
    <CoursePage courseId={id} title={quiz.data?.title ?? t('title')} back={back}>
      {() => (
        <Loaded query={quiz}>
          {(loaded) =>
            loaded ? (
              <div class="stack-wide">
                <QuizState quiz={loaded} />
                <QuizQuestions quiz={loaded} />
                <QuizSettings quiz={loaded} />
              </div>
            ) : (
              <EmptyState title={t('none')} action={<NewQuiz lessonId={lessonId} title={lesson.data?.title ?? ''} />}>
                {t('noneText')}
              </EmptyState>
            )
          }
        </Loaded>
      )}
    </CoursePage>
  )
}
