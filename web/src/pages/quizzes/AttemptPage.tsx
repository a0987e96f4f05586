import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import type { PageParams } from '../../lazy-page.js'
import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { attemptKey, fetchAttempt, type TimedAttempt } from './attempt-query.js'
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
  const isRunning = attempt.data?.status === 'in_progress'
  return (
    <Page
      // What becomes of it is another page, at the same address.
      key={!attempt.data || isRunning ? 'running' : 'over'}
      title={titleOf(attempt.data)}
      {...(quiz.data && {
        lead: quiz.data.title,
        back: { href: `/app/lessons/${quiz.data.lessonId}/quiz`, label: t('back.quiz') }
      })}
    >
      <Loaded query={attempt} skeleton={<Skeleton lines={10} />}>
        {(loaded) => {
          if (!isRunning) return <Result attempt={loaded} quiz={quiz.data} />
          if (loaded.userId !== me?.user.id) return <p>{t('take.foreign')}</p>
          return <Taking key={id} attempt={loaded} isOver={isOver} onOver={() => setOverId(id)} />
        }}
      </Loaded>
    </Page>
  )
}

function titleOf(attempt: TimedAttempt | undefined): string {
  if (!attempt) return t('title')
  const { number, status } = attempt
  return status === 'in_progress' ? t('take.title', { number }) : t('result.title', { number })
}
