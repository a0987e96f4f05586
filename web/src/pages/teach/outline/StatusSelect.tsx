import { useState } from 'preact/hooks'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t as common } from '../messages.js'
import type { Status } from '../StatusBadge.js'
import { t } from './messages.js'

interface StatusSelectProps {
  name: string
  status: Status
  onChange: (status: Status) => Promise<unknown>
}

/** Whether learners see it. */
export function StatusSelect({ name, status, onChange }: StatusSelectProps) {
  const [wanted, setWanted] = useState<Status | null>(null)
  const change = async (to: Status) => {
    setWanted(to)
    try {
      await onChange(to)
      toast(t('status.saved', { name, status: common(`status.${to}`) }))
    } catch (error) {
      toast(problemText(error))
    } finally {
      setWanted(null)
    }
  }
  const shown = wanted ?? status
  return (
    <select
      class={`outline-status is-${shown}`}
      aria-label={t('status.of', { name })}
      value={shown}
      onChange={({ currentTarget }) => void change(currentTarget.value as Status)}
    >
      {(['draft', 'published'] as const).map((value) => (
        <option key={value} value={value}>
          {common(`status.${value}`)}
        </option>
      ))}
    </select>
  )
}
