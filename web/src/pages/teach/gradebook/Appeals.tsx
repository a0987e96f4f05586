import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDateTime, formatNumber } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useFilters } from '../../../ui/useFilters.js'
import { useStanding } from '../course.js'
import { AnswerDialog } from './AnswerDialog.js'
import { t } from './messages.js'

export type Appeal = Schema<'CourseAppeal'>

const states = ['open', 'upheld', 'changed'] as const
const tones = { open: 'warn', upheld: 'neutral', changed: 'good' } as const

/** What learners ask a second look at. */
export function Appeals({ courseId }: { courseId: string }) {
  const [{ state }, setFilters] = useFilters()
  const [answered, setAnswered] = useState<Appeal>()
  const { reviews } = useStanding(courseId)
  const status = states.find((each) => each === state)
  const appeals = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/appeals', courseId, status],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/appeals', {
          params: { path: { id: courseId }, query: { ...(status && { status }), cursor: pageParam } }
        })
      ),
    ...byCursor
  })
  return (
    <>
      <div class="gradebook-filters">
        <Select
          name="state"
          label={t('appeal.state')}
          value={status ?? ''}
          options={[{ value: '', label: t('all') }, ...states.map((value) => ({ value, label: t(`appeal.${value}`) }))]}
          onChange={({ currentTarget: { value } }) => setFilters({ state: value })}
        />
      </div>
      <Loaded query={appeals}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('appeal.none')}>{t('appeal.noneText')}</EmptyState>
          return (
            <ul class="rows">
              {rows.map((appeal) => (
                <AppealRow key={appeal.id} appeal={appeal} onAnswer={reviews ? () => setAnswered(appeal) : undefined} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={appeals} />
      {answered && <AnswerDialog courseId={courseId} appeal={answered} onClose={() => setAnswered(undefined)} />}
    </>
  )
}

function AppealRow({ appeal, onAnswer }: { appeal: Appeal; onAnswer: (() => void) | undefined }) {
  const { learner, item, points, maxPoints, status, reason, createdAt, answer, answeredBy, answeredAt } = appeal
  const name = nameOf(learner)
  return (
    <li class="stack-tight">
      <div class="row-apart">
        <p class="gradebook-name">
          {name} · {item.title ?? t(`kind.${item.kind}`)}
        </p>
        <Badge tone={tones[status]}>{t(`appeal.${status}`)}</Badge>
      </div>
      <p class="muted small">
        {points !== null && <>{t('of', { points: formatNumber(points), max: formatNumber(maxPoints) })} · </>}
        {formatDateTime(createdAt)}
      </p>
      <p class="gradebook-quote">{reason}</p>
      {answer && (
        <>
          <p class="muted small">
            {t('appeal.answered', {
              name: answeredBy ? nameOf(answeredBy) : t('somebody'),
              when: answeredAt ? formatDateTime(answeredAt) : ''
            })}
          </p>
          <p class="gradebook-quote">{answer}</p>
        </>
      )}
      {status === 'open' && onAnswer && (
        <div>
          <Button isSmall aria-label={t('appeal.answerOf', { name })} onClick={onAnswer}>
            {t('appeal.answer')}
          </Button>
        </div>
      )}
    </li>
  )
}
