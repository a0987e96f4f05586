import type { ComponentChildren } from 'preact'
import './bits.css'

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad'

/** A state in a word. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>
}
