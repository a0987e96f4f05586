import type { Schema } from '../../api/client.js'
import { formatDateTime } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { DataTable } from '../../ui/DataTable.js'
import { t } from './messages.js'

type Attempt = Schema<'QuizAttemptSummary'>

export function OwnAttempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <div class="stack-tight">
      <h2>{t('attempts.title')}</h2>
      {attempts.length === 0 ? (
        <p class="muted">{t('attempts.none')}</p>
      ) : (
        <DataTable
          caption={t('attempts.title')}
          rows={attempts}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'number',
              title: t('attempts.attempt'),
              isHeader: true,
              cell: ({ id, number }) => <a href={`/app/quiz-attempts/${id}`}>{t('attempts.number', { number })}</a>
            },
            { key: 'state', title: t('attempts.state'), cell: (attempt) => <AttemptBadge attempt={attempt} /> },
            {
              key: 'score',
              title: t('attempts.score'),
              isNumber: true,
              cell: ({ score }) => (score ? t('score.percent', { percent: score.percent }) : t('score.none'))
            },
            {
              key: 'when',
              title: t('attempts.when'),
              cell: ({ startedAt }) => <span class="quiz-when">{formatDateTime(startedAt)}</span>
            }
          ]}
        />
      )}
    </div>
  )
}

function AttemptBadge({ attempt: { status, score } }: { attempt: Attempt }) {
  if (status === 'in_progress') return <Badge tone="info">{t('state.in_progress')}</Badge>
  if (status === 'submitted') return <Badge tone="warn">{t('state.waiting')}</Badge>
  return score?.isPassed ? (
    <Badge tone="good">{t('state.passed')}</Badge>
  ) : (
    <Badge tone="neutral">{t('state.failed')}</Badge>
  )
}
