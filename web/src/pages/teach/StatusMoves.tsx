import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button.js'
import { problemText } from '../../ui/problem-text.js'
import { t } from './messages.js'
import { type Status, StatusBadge } from './StatusBadge.js'

/** What a quiz or a project may become. */
const moves: Readonly<Record<Status, readonly Status[]>> = {
  draft: ['published', 'archived'],
  published: ['archived'],
  archived: ['published', 'draft']
}

interface StatusMovesProps {
  status: Status
  /** What it lacks before it is published, if anything. */
  lacks?: string | undefined
  onMove: (to: Status) => Promise<unknown>
}

/** The state that something has, and the ways out of it. */
export function StatusMoves({ status, lacks, onMove }: StatusMovesProps) {
  const [busy, setBusy] = useState<Status | null>(null)
  const [error, setError] = useState<unknown>()
  const move = async (to: Status) => {
    setBusy(to)
    setError(undefined)
    try {
      await onMove(to)
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(null)
    }
  }
  return (
    <div class="stack-tight">
      <div class="row">
        <StatusBadge status={status} />
        {moves[status].map((to) => (
          <Button
            key={to}
            look={to === 'published' ? 'primary' : 'secondary'}
            isBusy={busy === to}
            disabled={to === 'published' && lacks !== undefined}
            onClick={() => void move(to)}
          >
            {t(`move.${to}`)}
          </Button>
        ))}
      </div>
      {lacks !== undefined && status !== 'published' && <p class="small muted">{lacks}</p>}
      {error !== undefined && (
        <p class="field-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </div>
  )
}
