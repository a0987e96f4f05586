import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { nameOf } from '../../attempts/person.js'
import { formatDateTime, formatNumber } from '../../messages/format.js'
import { Dialog } from '../../ui/Dialog.js'
import { Loaded } from '../../ui/Loaded.js'
import { Appeal } from './Appeal.js'
import { t } from './messages.js'

type Grade = Schema<'Grade'>
type Change = Grade['changes'][number]

/** How a grade came about, and the way to ask for a second look. */
export function GradeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const grade = useQuery({
    queryKey: ['/api/grades/{id}', id],
    queryFn: () => take(api.GET('/api/grades/{id}', { params: { path: { id } } }))
  })
  return (
    <Dialog title={grade.data?.item.title ?? t('history')} onClose={onClose}>
      <Loaded query={grade}>
        {(loaded) => (
          <div class="stack-wide">
            <Now grade={loaded} />
            <section class="stack-tight" aria-labelledby="grade-changes">
              <h3 id="grade-changes">{t('history.changes')}</h3>
              <ol class="rows">
                {loaded.changes.map((change, i) => (
                  <li key={i} class="stack-tight">
                    <ChangeView change={change} />
                  </li>
                ))}
              </ol>
            </section>
            <Appeal grade={loaded} />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

function Now({ grade: { points, maxPoints, earnedPoints, isSetByHand } }: { grade: Grade }) {
  if (points === null) return null
  return (
    <p class="grades-current">
      {t('history.now', { points: formatNumber(points), max: formatNumber(maxPoints) })}{' '}
      {isSetByHand && earnedPoints !== null && t('history.earned', { points: formatNumber(earnedPoints) })}
    </p>
  )
}

function ChangeView({ change: { at, by, before, after, source, reason } }: { change: Change }) {
  const when = formatDateTime(at)
  return (
    <>
      <p>
        <strong>
          {before ? t('history.change', { before: countText(before), after: countText(after) }) : countText(after)}
        </strong>{' '}
        <span class="muted">{t(`source.${source}`)}</span>
      </p>
      {reason && isWritten(source) && <p class="grades-reason">{reason}</p>}
      <p class="muted small">{by ? t('history.by', { name: nameOf(by), when }) : t('history.self', { when })}</p>
    </>
  )
}

/** What the product itself notes is not in the language of the reader, and its source says as much. */
function isWritten(source: Change['source']): boolean {
  return source === 'manual' || source === 'csv' || source === 'appeal'
}

function countText(count: Change['after']): string {
  if (!count) return t('history.gone')
  return t('history.first', { points: formatNumber(count.points), max: formatNumber(count.maxPoints) })
}
