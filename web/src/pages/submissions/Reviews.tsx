import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { nameOf } from '../../attempts/person.js'
import { formatNumber, formatRelative } from '../../messages/format.js'
import { RubricTable } from '../../rubrics/RubricTable.js'
import { Badge } from '../../ui/Badge.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { attemptQuery } from './attempt-query.js'
import { t } from './messages.js'

type Review = Schema<'Review'>

/** What was decided and why; the newest at once, the others on demand. */
export function Reviews({ submission: { id, decidedAt } }: { submission: Schema<'Submission'> }) {
  const reviews = useInfiniteQuery({
    queryKey: ['/api/submissions/{id}/reviews', id],
    queryFn: ({ pageParam }) => {
      return take(api.GET('/api/submissions/{id}/reviews', { params: { path: { id }, query: { cursor: pageParam } } }))
    },
    ...byCursor
  })
  // Nothing was ever decided: there is nothing to wait for.
  if (!reviews.data && decidedAt === null) return null
  return (
    <Loaded query={reviews}>
      {(data) => {
        const [newest, ...earlier] = rowsOf(data)
        if (!newest) return null
        return (
          <section class="stack" aria-labelledby="submission-reviews">
            <h2 id="submission-reviews">{t('reviews')}</h2>
            <ReviewView submissionId={id} review={newest} />
            {earlier.length > 0 && (
              <details class="submission-more">
                <summary>{t('reviews.earlier', { count: earlier.length })}</summary>
                <div class="stack-wide">
                  {earlier.map((review) => (
                    <ReviewView key={review.id} submissionId={id} review={review} />
                  ))}
                  <MoreButton query={reviews} />
                </div>
              </details>
            )}
          </section>
        )
      }}
    </Loaded>
  )
}

const tones = { accept: 'good', request_changes: 'warn', reject: 'bad' } as const

function ReviewView({ submissionId, review }: { submissionId: string; review: Review }) {
  const { decision, attemptNumber, reviewer, decidedAt, round, summaryHtml } = review
  return (
    <article class="stack">
      <div class="row">
        <Badge tone={tones[decision]}>{t(`reviews.decision.${decision}`)}</Badge>
        <span class="muted">
          {t('reviews.of', { number: attemptNumber, name: nameOf(reviewer), when: formatRelative(decidedAt) })}
          {round > 1 && ` (${t('reviews.second')})`}
        </span>
      </div>
      <Points review={review} />
      {summaryHtml ? <Html html={summaryHtml} /> : <p class="muted">{t('reviews.noSummary')}</p>}
      <Scores submissionId={submissionId} review={review} />
    </article>
  )
}

function Points({ review: { points, maxPoints, earnedPoints } }: { review: Review }) {
  if (points === undefined) return <p class="muted">{t('reviews.hiddenPoints')}</p>
  if (points === null || maxPoints == null) return null
  const isLess = typeof earnedPoints === 'number' && earnedPoints < points
  return (
    <p class="submission-points">
      {t('reviews.points', { points: formatNumber(points), max: formatNumber(maxPoints) })}
      {isLess && `; ${t('reviews.earned', { earned: formatNumber(earnedPoints) })}`}
    </p>
  )
}

/** By the rubric that the attempt is judged by, whatever the project says now. */
function Scores({ submissionId, review: { attemptNumber, scores } }: { submissionId: string; review: Review }) {
  const attempt = useQuery({ ...attemptQuery(submissionId, attemptNumber), enabled: scores.length > 0 })
  const rubric = attempt.data?.rubric
  if (!rubric || scores.length === 0) return null
  return (
    <section class="stack-tight" aria-label={t('reviews.criteria')}>
      <RubricTable criteria={rubric.criteria} scores={scores} />
    </section>
  )
}
