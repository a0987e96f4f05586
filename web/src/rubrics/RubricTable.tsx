import type { ComponentChildren } from 'preact'
import type { Schema } from '../api/client.js'
import { formatNumber } from '../messages/format.js'
import { t } from './messages.js'
import './rubric-table.css'

export type Criterion = Schema<'RubricVersion'>['criteria'][number]
export type Score = Schema<'Review'>['scores'][number]

interface RubricTableProps {
  criteria: readonly Criterion[]
  /** Said below all of them; left out where it stands elsewhere. */
  maxPoints?: number
  /** What was given: without them it is what one can get. */
  scores?: readonly Score[]
  /** Below a criterion, such as the fields of who judges by it. */
  below?: (criterion: Criterion) => ComponentChildren
}

/** The criteria with their levels: beside each other where there is room, else below each other. */
export function RubricTable({ criteria, maxPoints, scores, below }: RubricTableProps) {
  return (
    <div class="stack">
      <ol class="rows rubric">
        {criteria.map((criterion) => (
          <li key={criterion.id} class="rubric-criterion">
            <CriterionHead
              criterion={criterion}
              score={scores?.find(({ criterionId }) => criterionId === criterion.id)}
            />
            <Levels criterion={criterion} score={scores?.find(({ criterionId }) => criterionId === criterion.id)} />
            {below?.(criterion)}
          </li>
        ))}
      </ol>
      {maxPoints !== undefined && <p class="muted">{t('total', { points: maxPoints })}</p>}
    </div>
  )
}

function CriterionHead({ criterion, score }: { criterion: Criterion; score: Score | undefined }) {
  const max = maxOf(criterion)
  return (
    <div class="stack-tight">
      <div class="row-apart">
        <h3>{criterion.title}</h3>
        <span class={score?.points == null ? 'muted' : 'rubric-points'}>
          {score?.points == null
            ? t('criterionMax', { points: max })
            : t('outOf', { points: formatNumber(score.points), max: formatNumber(max) })}
          {!criterion.isRequired && ` (${t('optional')})`}
        </span>
      </div>
      {criterion.description && <p class="muted">{criterion.description}</p>}
      {score?.comment && (
        <p class="rubric-comment">
          <span class="unseen">{t('comment')}: </span>
          {score.comment}
        </p>
      )}
    </div>
  )
}

function Levels({ criterion, score }: { criterion: Criterion; score: Score | undefined }) {
  return (
    <ol class="rubric-levels" aria-label={t('levels', { criterion: criterion.title })}>
      {criterion.levels.map(({ id, title, description, points }) => {
        const isGiven = score?.levelId === id
        return (
          <li key={id} class={isGiven ? 'rubric-level is-given' : 'rubric-level'}>
            <p class="rubric-level-title">{title}</p>
            <p class="small">
              {t('levelPoints', { points })}
              {isGiven && <strong> · {t('given')}</strong>}
            </p>
            {description && <p class="small muted">{description}</p>}
          </li>
        )
      })}
    </ol>
  )
}

/** What a criterion is worth: the last level is the best. */
export function maxOf({ levels }: Pick<Criterion, 'levels'>): number {
  return levels.at(-1)?.points ?? 0
}
