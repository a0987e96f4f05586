import { formatNumber } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { formatShare, type GradeCell, type Item, itemKey, type LearnerGrades } from './grades.js'
import { t } from './messages.js'

export interface Picked {
  learner: LearnerGrades['user']
  item: Item
  cell: GradeCell
}

interface GradeTableProps {
  items: readonly Item[]
  learners: readonly LearnerGrades[]
  onPick: (picked: Picked) => void
}

/** The names stay in sight while the items are scrolled past. */
export function GradeTable({ items, learners, onPick }: GradeTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
    <section class="table-region gradebook" aria-label={t('title')} tabIndex={0}>
      <table>
        <caption class="unseen">{t('title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('learner')}</th>
            <th scope="col" class="is-number">
              {t('current')}
            </th>
            <th scope="col" class="is-number">
              {t('final')}
            </th>
            {items.map((item) => (
              <th key={itemKey(item)} scope="col">
                {item.title}
                <span class="gradebook-max">
                  {t(`kind.${item.kind}`)}, {item.isCounted ? t('max', { points: item.maxPoints }) : t('notCounted')}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {learners.map(({ user, cohort, grades, current, final, isPassed }) => {
            const cells = new Map(grades.map((cell) => [itemKey(cell), cell]))
            return (
              <tr key={user.id}>
                <th scope="row">
                  {nameOf(user)}
                  {cohort && <span class="gradebook-max">{cohort.name}</span>}
                </th>
                <td class="is-number">{formatShare(current)}</td>
                <td class="is-number">
                  {formatShare(final)}
                  {isPassed && <span class="gradebook-passed">{t('passed')}</span>}
                </td>
                {items.map((item) => {
                  const cell = cells.get(itemKey(item))
                  return (
                    <td key={itemKey(item)}>
                      {cell ? (
                        <Cell
                          cell={cell}
                          label={`${nameOf(user)}, ${item.title}`}
                          onOpen={() => onPick({ learner: user, item, cell })}
                        />
                      ) : (
                        <span class="muted small">{t('notFor')}</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** What there is, and whether the learner sees it. */
function Cell({ cell, label, onOpen }: { cell: GradeCell; label: string; onOpen: () => void }) {
  const { points, maxPoints, state, isSetByHand } = cell
  const notes = [state !== 'released' && t(`state.${state}`), isSetByHand && t('byHand')].filter(Boolean).join(', ')
  return (
    <button type="button" class="gradebook-cell" onClick={onOpen}>
      <span class="unseen">{label}: </span>
      {points !== null && (
        <span class="gradebook-points">{t('of', { points: formatNumber(points), max: formatNumber(maxPoints) })}</span>
      )}
      {state === 'released' && <span class="unseen">, {t('state.released')} </span>}
      {notes && <span class={`gradebook-state is-${state}`}>{notes}</span>}
    </button>
  )
}
