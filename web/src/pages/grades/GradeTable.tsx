import type { Schema } from '../../api/client.js'
import { formatNumber } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { Button } from '../../ui/Button.js'
import { DataTable } from '../../ui/DataTable.js'
import { t } from './messages.js'

type Item = Schema<'OwnGradebook'>['items'][number]

interface GradeTableProps {
  title: string
  items: readonly Item[]
  onShow: (gradeId: string) => void
}

export function GradeTable({ title, items, onShow }: GradeTableProps) {
  return (
    <DataTable
      caption={title}
      rows={items}
      rowKey={({ item }) => item.itemId}
      columns={[
        { key: 'item', title: t('column.item'), isHeader: true, cell: (row) => <ItemTitle row={row} /> },
        {
          key: 'points',
          title: t('column.points'),
          isNumber: true,
          cell: ({ points, maxPoints }) =>
            points === null
              ? t('points.none')
              : t('points', { points: formatNumber(points), max: formatNumber(maxPoints) })
        },
        { key: 'share', title: t('column.share'), isNumber: true, cell: ({ item }) => shareText(item) },
        { key: 'state', title: t('column.state'), cell: (row) => <State row={row} /> },
        {
          key: 'more',
          title: t('column.more'),
          cell: ({ gradeId, item }) =>
            gradeId && (
              <Button isSmall aria-label={t('history.of', { title: item.title })} onClick={() => onShow(gradeId)}>
                {t('history')}
              </Button>
            )
        }
      ]}
    />
  )
}

/** A project has a page of its own by its id; a quiz belongs to a lesson, which the gradebook does not name. */
function ItemTitle({ row: { item } }: { row: Item }) {
  return item.kind === 'project' ? <a href={`/app/projects/${item.itemId}`}>{item.title}</a> : <span>{item.title}</span>
}

function shareText({ isCounted, share }: Item['item']): string {
  if (!isCounted) return t('share.none')
  return share === null ? t('points.none') : t('share', { percent: share })
}

const tones = { missing: 'neutral', waiting: 'info', released: 'good' } as const

function State({ row: { state, isSetByHand, appeal } }: { row: Item }) {
  return (
    <span class="grades-state">
      <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
      {isSetByHand && <span class="muted small">{t('state.byHand')}</span>}
      {appeal && <span class="muted small">{t(`appeal.${appeal}`)}</span>}
    </span>
  )
}
