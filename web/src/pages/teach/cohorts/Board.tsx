import { useState } from 'preact/hooks'
import { formatPercent, formatRelative } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { LinkButton } from '../../../ui/Button.js'
import { Checkbox } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { type Checkpoint, type Cohort, formatDay, type Member, type Result, todayIn } from './cohorts.js'
import { t } from './messages.js'
import { ResultDialog } from './ResultDialog.js'
import { useCheckpoints, useMembers, useProgress, useResults } from './useBoard.js'

/** Who has shown what: the members down, the checkpoints across. */
export function Board({ cohort }: { cohort: Cohort }) {
  const members = useMembers(cohort.id)
  const checkpoints = useCheckpoints(cohort.id)
  return (
    <Loaded query={members}>
      {(people) => (
        <Loaded query={checkpoints}>
          {(marks) =>
            people.length === 0 ? (
              <EmptyState
                title={t('members.none')}
                action={<LinkButton href="?view=members">{t('members.add')}</LinkButton>}
              >
                {t('members.noneText')}
              </EmptyState>
            ) : (
              <BoardTable cohort={cohort} members={people} checkpoints={marks} />
            )
          }
        </Loaded>
      )}
    </Loaded>
  )
}

interface BoardTableProps {
  cohort: Cohort
  members: readonly Member[]
  checkpoints: readonly Checkpoint[]
}

function BoardTable({ cohort, members, checkpoints }: BoardTableProps) {
  const [isBehindFirst, setBehindFirst] = useState(false)
  const [opened, setOpened] = useState<{ checkpoint: Checkpoint; result: Result }>()
  const results = useResults(checkpoints)
  const progress = useProgress(cohort)
  const today = todayIn(cohort.timeZone)
  return (
    <Loaded query={results}>
      {(known) => {
        const rows = members.map((member) => {
          const own = checkpoints.map(({ id }) => known.get(id)?.get(member.user.id))
          const behind = checkpoints.filter((checkpoint, i) => isBehind(checkpoint, own[i], today)).length
          return { member, own, behind, progress: progress.data?.get(member.user.id) }
        })
        const behind = rows.filter((row) => row.behind > 0).length
        const sorted = isBehindFirst ? [...rows].sort((a, b) => b.behind - a.behind) : rows
        return (
          <>
            <p role="status">{t('board.behind', { count: behind, all: rows.length })}</p>
            <Checkbox
              name="behindFirst"
              label={t('board.behindFirst')}
              checked={isBehindFirst}
              onChange={({ currentTarget }) => setBehindFirst(currentTarget.checked)}
            />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys */}
            <section class="table-region cohort-board" aria-label={t('view.board')} tabIndex={0}>
              <table>
                <caption class="unseen">{t('view.board')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('board.member')}</th>
                    <th scope="col">{t('board.progress')}</th>
                    {checkpoints.map(({ id, week, title, dueOn }) => (
                      <th key={id} scope="col">
                        {t('board.checkpoint', { week, title })}
                        {dueOn && <span class="cohort-due">{t('board.due', { day: formatDay(dueOn) })}</span>}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {sorted.map(({ member: { user }, own, behind, progress }) => (
                    <tr key={user.id}>
                      <th scope="row">
                        {nameOf(user)}
                        {behind > 0 && <span class="cohort-behind">{t('board.behindBy', { count: behind })}</span>}
                      </th>
                      <td>
                        {progress?.percent != null && formatPercent(progress.percent / 100)}
                        {progress?.lastActivityAt && (
                          <span class="muted small cohort-active">{formatRelative(progress.lastActivityAt)}</span>
                        )}
                      </td>
                      {checkpoints.map((checkpoint, i) => (
                        <td key={checkpoint.id}>
                          <ResultCell
                            name={nameOf(user)}
                            checkpoint={checkpoint}
                            result={own[i]}
                            isLate={isBehind(checkpoint, own[i], today)}
                            onOpen={(result) => setOpened({ checkpoint, result })}
                          />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
            {checkpoints.length === 0 && (
              <p class="muted">
                {t('checkpoints.none')} <a href="?view=checkpoints">{t('checkpoints.add')}</a>
              </p>
            )}
            {opened && <ResultDialog {...opened} onClose={() => setOpened(undefined)} />}
          </>
        )
      }}
    </Loaded>
  )
}

/** Its day has passed, and there is nothing, or what there was came back. */
function isBehind({ dueOn }: Checkpoint, result: Result | undefined, today: string): boolean {
  const isOpen = !result || result.status === 'missing' || result.status === 'returned'
  return isOpen && dueOn !== null && dueOn < today
}

interface ResultCellProps {
  name: string
  checkpoint: Checkpoint
  result: Result | undefined
  isLate: boolean
  onOpen: (result: Result) => void
}

function ResultCell({ name, checkpoint, result, isLate, onOpen }: ResultCellProps) {
  if (!result || result.status === 'missing') {
    return (
      <span class={isLate ? 'cohort-missing is-late' : 'cohort-missing'}>
        {t(isLate ? 'result.overdue' : 'result.missing')}
      </span>
    )
  }
  const state = t(`result.${result.status}`)
  return (
    <button
      type="button"
      class={`cohort-result is-${result.status}`}
      aria-label={t('result.open', { name, title: checkpoint.title, state })}
      onClick={() => onOpen(result)}
    >
      {state}
    </button>
  )
}
