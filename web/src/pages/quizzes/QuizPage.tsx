import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import type { PageParams } from '../../lazy-page.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { OwnAttempts } from './OwnAttempts.js'
import { QuizRules } from './QuizRules.js'
import './quizzes.css'
import { StartQuiz } from './StartQuiz.js'

/** The quiz of a lesson: its rules, what was tried so far, and the way in. */
export default function QuizPage({ params: { id = '' } }: { params: PageParams }) {
  const quiz = useQuery({
    queryKey: ['/api/lessons/{id}/quiz', id],
    queryFn: () => take(api.GET('/api/lessons/{id}/quiz', { params: { path: { id } } }))
  })
  const courseId = quiz.data?.courseId
  return (
    <Page
      title={quiz.data?.title ?? t('title')}
      width="text"
      {...(courseId && { back: { href: `/app/courses/${courseId}/lessons/${id}`, label: t('back.lesson') } })}
    >
      <Loaded query={quiz} skeleton={<Skeleton lines={10} />}>
        {(loaded) => (
          <>
            {loaded.instructionsHtml && <Html html={loaded.instructionsHtml} />}
            <QuizRules quiz={loaded} />
            <StartQuiz quiz={loaded} />
            {loaded.own && <OwnAttempts attempts={loaded.own.attempts} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}
