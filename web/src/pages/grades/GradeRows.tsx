import type { Schema } from '../../api/client.js'
import { formatNumber } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { Button } from '../../ui/Button.js'
import { t } from './messages.js'

type Item = Schema<'OwnGradebook'>['items'][number]

interface GradeRowsProps {
  items: readonly Item[]
  onShow: (gradeId: string) => void
}

/** What was got for each; a table would hide half of it on a phone. */
export function GradeRows({ items, onShow }: GradeRowsProps) {
  return (
    <ul class="rows">
      {items.map((row) => (
        <li key={row.item.itemId} class="grades-row">
          <GradeRow row={row} onShow={onShow} />
        </li>
      ))}
    </ul>
  )
}

const tones = { missing: 'neutral', waiting: 'info', released: 'good' } as const

function GradeRow({ row, onShow }: { row: Item; onShow: (gradeId: string) => void }) {
  const { item, state, isSetByHand, appeal, points, maxPoints, gradeId } = row
  return (
    <>
      <div>
        <p class="grades-title">
          {item.kind === 'project' ? <a href={`/app/projects/${item.itemId}`}>{item.title}</a> : item.title}
        </p>
        <p class="muted small">{shareText(item)}</p>
      </div>
      <p class="grades-points">
        {points === null
          ? t('points.of', { max: formatNumber(maxPoints) })
          : t('points', { points: formatNumber(points), max: formatNumber(maxPoints) })}
      </p>
      <p class="row">
        <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
        {isSetByHand && <span class="muted small">{t('state.byHand')}</span>}
        {appeal && <span class="muted small">{t(`appeal.${appeal}`)}</span>}
      </p>
      {gradeId && (
        <div class="grades-more">
          <Button isSmall onClick={() => onShow(gradeId)}>
            {t('history')}
            <span class="unseen">: {item.title}</span>
          </Button>
        </div>
      )}
    </>
  )
}

function shareText({ isCounted, share }: Item['item']): string {
  if (!isCounted) return t('share.none')
  return share === null ? '' : t('share', { percent: share })
}
