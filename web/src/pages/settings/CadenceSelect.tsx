import { t } from './messages.js'
import { type Cadence, type Channel, cadences } from './preferences.js'

interface CadenceSelectProps {
  channel: Channel
  /** What it is about, for who hears one select after the other. */
  of: string
  /** Undefined: not the same for all. */
  value: Cadence | undefined
  onChange: (to: Cadence) => void
}

export function CadenceSelect({ channel, of, value, onChange }: CadenceSelectProps) {
  const label = t(`channel.${channel}`)
  return (
    <label class="notifications-choice">
      <span class="muted small">{label}</span>
      <select
        aria-label={`${label}: ${of}`}
        value={value ?? 'mixed'}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Cadence)}
      >
        {value === undefined && (
          <option value="mixed" disabled>
            {t('cadence.mixed')}
          </option>
        )}
        {cadences.map((cadence) => (
          <option key={cadence} value={cadence}>
            {t(`cadence.${cadence}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
