import { formatPercent } from '../messages/format.js'
import './bits.css'

/** @param percent 0 to 100 */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  return (
    <div class="progress">
      <div
        class="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span class="progress-done" style={{ inlineSize: `${percent}%` }} />
      </div>
      <span class="progress-figure" aria-hidden="true">
        {formatPercent(percent / 100)}
      </span>
    </div>
  )
}
