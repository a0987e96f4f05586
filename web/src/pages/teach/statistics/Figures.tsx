import type { ComponentChildren } from 'preact'

/** Single figures with what they are. */
export function Figures({
  figures
}: {
  figures: readonly { label: string; value: ComponentChildren; isBad?: boolean }[]
}) {
  return (
    <dl class="figures">
      {figures.map(({ label, value, isBad }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={isBad ? 'is-bad' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
