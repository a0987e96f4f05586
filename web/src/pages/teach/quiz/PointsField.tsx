import { useId } from 'preact/hooks'
import { t } from './messages.js'

interface PointsFieldProps {
  name: string
  points: number
  onChange: (points: number) => void
}

export function PointsField({ name, points, onChange }: PointsFieldProps) {
  const id = useId()
  return (
    <>
      <label for={id}>
        {t('points')} <span class="unseen">{name}</span>
      </label>
      <input
        id={id}
        type="number"
        min={0.01}
        max={1000}
        step={0.01}
        required
        defaultValue={points}
        onChange={({ currentTarget }) => {
          if (currentTarget.validity.valid) onChange(currentTarget.valueAsNumber)
        }}
      />
    </>
  )
}
