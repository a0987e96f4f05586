import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { formatDateTime, formatNumber } from '../../messages/format.js'
import { nameOf } from '../../people/name.js'
import { Badge, type Tone } from '../../ui/Badge.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { t } from './messages.js'
import type { Decision, Rubric } from './types.js'

export const decisionTones: Readonly<Record<Decision, Tone>> = {
  accept: 'good',
  request_changes: 'warn',
  reject: 'bad'
}

/** The decided reviews of the submission, those of the newest attempt first. */
export function useReviews(submissionId: string) {
  return useInfiniteQuery({
    queryKey: ['/api/submissions/{id}/reviews', submissionId],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/submissions/{id}/reviews', {
          params: { path: { id: submissionId }, query: { cursor: pageParam } }
        })
      ),
    ...byCursor
  })
}

export function EarlierReviews({ submissionId, rubric }: { submissionId: string; rubric: Rubric | null }) {
  const reviews = useReviews(submissionId)
  return (
    <>
      <Loaded query={reviews}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <p class="muted">{t('review.noEarlier')}</p>
          return (
            <ul class="rows">
              {rows.map((row) => (
                <Earlier key={row.id} review={row} rubric={rubric} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={reviews} />
    </>
  )
}

function Earlier({ review, rubric }: { review: Schema<'Review'>; rubric: Rubric | null }) {
  const { decision, attemptNumber, decidedAt, reviewer, summaryHtml, points, maxPoints, scores } = review
  return (
    <li class="stack-tight">
      <p class="row">
        <Badge tone={decisionTones[decision]}>{t(`decided.${decision}`)}</Badge>
        <span>{t('attempt', { number: attemptNumber })}</span>
        {points != null && maxPoints != null && (
          <span>{t('points.of', { points: formatNumber(points), max: formatNumber(maxPoints) })}</span>
        )}
      </p>
      <p class="muted small">{[reviewer && nameOf(reviewer), formatDateTime(decidedAt)].filter(Boolean).join(' · ')}</p>
      {summaryHtml && <Html html={summaryHtml} />}
      <ul>
        {scores.flatMap(({ criterionId, comment }) => {
          const criterion = rubric?.criteria.find(({ id }) => id === criterionId)
          return comment
            ? [
                <li key={criterionId} class="small">
                  {criterion && <strong>{criterion.title}: </strong>}
                  {comment}
                </li>
              ]
            : []
        })}
      </ul>
    </li>
  )
}
