import type { Schema } from '../api/client.js'
import { formatNumber } from '../messages/format.js'
import { DataTable } from '../ui/DataTable.js'
import { t } from './messages.js'

type Criterion = NonNullable<Schema<'AttemptDiff'>['criteria']>[number]

/** What each criterion was given before, and now. */
export function DiffScores({ criteria }: { criteria: readonly Criterion[] }) {
  if (criteria.every(({ before, after }) => !before && !after)) return null
  return (
    <DataTable
      caption={t('diff.criteria')}
      isCaptionHidden={false}
      rows={criteria}
      rowKey={({ criterionId }) => criterionId}
      columns={[
        { key: 'title', title: t('diff.criterion'), cell: ({ title }) => title, isHeader: true },
        { key: 'before', title: t('diff.before'), cell: ({ before }) => given(before) },
        {
          key: 'after',
          title: t('diff.after'),
          cell: ({ after, isMoved }) => (isMoved ? <strong>{given(after)}</strong> : given(after))
        }
      ]}
    />
  )
}

function given(score: Criterion['before']): string {
  if (!score) return t('diff.noPoints')
  const points = formatNumber(score.points)
  return score.levelTitle ? `${points} · ${score.levelTitle}` : points
}
