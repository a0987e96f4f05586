import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import type { PageParams } from '../../lazy-page.js'
import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { attemptKey, fetchAttempt } from './attempt-query.js'
import { t } from './messages.js'
import './quizzes.css'
import { Result } from './Result.js'
import { Taking } from './Taking.js'

const askAgainMs = 3_000

/** An attempt at a quiz: to answer while it runs, to read afterwards. */
export default function AttemptPage({ params: { id = '' } }: { params: PageParams }) {
  const { data: me } = useMe()
  const [overId, setOverId] = useState<string>()
  const isOver = overId === id
  const attempt = useQuery({
    queryKey: attemptKey(id),
    queryFn: () => fetchAttempt(id),
    // The time is over here; whether it is over, the server says.
    refetchInterval: ({ state }) => isOver && state.data?.status === 'in_progress' && askAgainMs
  })
  const quizId = attempt.data?.quizId ?? ''
  const quiz = useQuery({
    queryKey: ['/api/quizzes/{id}', quizId],
    queryFn: () => take(api.GET('/api/quizzes/{id}', { params: { path: { id: quizId } } })),
    enabled: quizId !== ''
  })
  return (
    <Loaded query={attempt}>
      {(loaded) => {
        const { number, status, userId } = loaded
        const isRunning = status === 'in_progress'
        return (
          <Page
            key={status === 'in_progress' ? 'running' : 'over'}
            title={isRunning ? t('take.title', { number }) : t('result.title', { number })}
            {...(quiz.data && { lead: quiz.data.title })}
            {...(quiz.data && { back: { href: `/app/lessons/${quiz.data.lessonId}/quiz`, label: t('back.quiz') } })}
          >
            {!isRunning ? (
              <Result attempt={loaded} quiz={quiz.data} />
            ) : userId === me?.user.id ? (
              <Taking key={id} attempt={loaded} isOver={isOver} onOver={() => setOverId(id)} />
            ) : (
              <p>{t('take.foreign')}</p>
            )}
          </Page>
        )
      }}
    </Loaded>
  )
}
