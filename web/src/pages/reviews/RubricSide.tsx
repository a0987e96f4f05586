import { useEffect } from 'preact/hooks'
import { rowsOf } from '../../api/lists.js'
import { SavedComments } from '../../attempts/SavedComments.js'
import { formatNumber } from '../../messages/format.js'
import { RubricTable } from '../../rubrics/RubricTable.js'
import { Badge } from '../../ui/Badge.js'
import { TextArea } from '../../ui/Field.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import { CriterionFields } from './CriterionFields.js'
import { decisionTones, useReviews } from './EarlierReviews.js'
import { t } from './messages.js'
import { SavingState } from './SavingState.js'
import { markOf, totalOf } from './scores.js'
import type { ReviewDetail } from './types.js'
import type { Draft } from './useDraft.js'

interface RubricSideProps {
  review: ReviewDetail
  draft: Draft
  isMine: boolean
  /** A decision was wanted: what it lacks is marked. */
  isMarked: boolean
}

export function RubricSide({ review, draft, isMine, isMarked }: RubricSideProps) {
  // What was typed stays to be seen when the claim is lost meanwhile.
  const isWritten = isMine || draft.saving === 'lost' || draft.saving === 'conflict'
  useEffect(() => {
    if (isMine && draft.saving === 'lost') void draft.flush().catch(() => {})
  }, [isMine])
  return (
    <section class="stack review-rubric" aria-labelledby="review-rubric">
      <h2 id="review-rubric">{review.rubric?.title ?? t('rubric.none')}</h2>
      {isWritten ? (
        <WrittenReview review={review} draft={draft} isMarked={isMarked} />
      ) : review.state === 'decided' ? (
        <DecidedReview review={review} />
      ) : (
        <RubricOnly review={review} />
      )}
    </section>
  )
}

function WrittenReview({ review, draft, isMarked }: Omit<RubricSideProps, 'isMine'>) {
  const { written, change } = draft
  const criteria = review.rubric?.criteria ?? []
  return (
    <>
      {!review.rubric && <p class="muted">{t('rubric.noneText')}</p>}
      <div class="rows review-criteria">
        {criteria.map((criterion) => (
          <CriterionFields
            key={criterion.id}
            criterion={criterion}
            mark={markOf(written, criterion.id)}
            isMarked={isMarked}
            onChange={(mark) => change({ ...written, marks: { ...written.marks, [criterion.id]: mark } })}
          />
        ))}
      </div>
      {review.rubric && (
        <p class="review-total" role="status">
          {t('points.total', {
            points: formatNumber(totalOf(written, criteria)),
            max: formatNumber(review.rubric.maxPoints)
          })}
        </p>
      )}
      <TextArea
        name="summary"
        label={t('summary.label')}
        hint={t('summary.hint')}
        rows={6}
        maxLength={20_000}
        value={written.summary}
        onInput={({ currentTarget }) => change({ ...written, summary: currentTarget.value })}
      />
      <SavedComments
        text={written.summary}
        onInsert={(text) =>
          change({ ...written, summary: [written.summary.trimEnd(), text].filter(Boolean).join('\n\n') })
        }
      />
      <SavingState draft={draft} />
    </>
  )
}

function RubricOnly({ review }: { review: ReviewDetail }) {
  const { rubric } = review
  if (!rubric) return <p class="muted">{t('rubric.noneText')}</p>
  return <RubricTable criteria={rubric.criteria} maxPoints={rubric.maxPoints} />
}

function DecidedReview({ review }: { review: ReviewDetail }) {
  const reviews = useReviews(review.submissionId)
  return (
    <Loaded query={reviews}>
      {(data) => {
        const decided = rowsOf(data).find(({ requestId }) => requestId === review.id)
        if (!decided) return <RubricOnly review={review} />
        const { decision, points, maxPoints, scores, summaryHtml } = decided
        return (
          <>
            <p class="row">
              <Badge tone={decisionTones[decision]}>{t(`decided.${decision}`)}</Badge>
              {points != null && maxPoints != null && (
                <strong>{t('points.of', { points: formatNumber(points), max: formatNumber(maxPoints) })}</strong>
              )}
            </p>
            {summaryHtml && <Html html={summaryHtml} />}
            {review.rubric && <RubricTable criteria={review.rubric.criteria} scores={scores} />}
          </>
        )
      }}
    </Loaded>
  )
}
