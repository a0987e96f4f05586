import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface SectionProps {
  title: string
  lead?: ComponentChildren
  children: ComponentChildren
}

export function Section({ title, lead, children }: SectionProps) {
  const id = useId()
  return (
    <section class="settings-section" aria-labelledby={id}>
      <div class="stack-tight">
        <h2 id={id}>{title}</h2>
        {lead && <p class="page-lead">{lead}</p>}
      </div>
      {children}
    </section>
  )
}
