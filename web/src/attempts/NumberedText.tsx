import { t } from './messages.js'

interface NumberedTextProps {
  text: string
  label: string
  onLine: ((line: number) => void) | undefined
}

/** A text with its lines numbered, so that one can speak of them. */
export function NumberedText({ text, label, onLine }: NumberedTextProps) {
  const lines = text.split('\n')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and who has no mouse scrolls it by the keys
    <section class="numbered" aria-label={label} tabIndex={0}>
      <ol class="numbered-lines">
        {lines.map((line, i) => (
          <li key={i} class="numbered-line">
            {onLine ? <LineButton line={i + 1} onLine={onLine} /> : <span class="numbered-number">{i + 1}</span>}
            <span>{line || ' '}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A short cut for the mouse: by the keyboard the number is typed in the form, instead of going through every line. */
function LineButton({ line, onLine }: { line: number; onLine: (line: number) => void }) {
  return (
    <button
      type="button"
      class="numbered-number"
      tabIndex={-1}
      aria-label={t('commentOnLine', { line })}
      onClick={() => onLine(line)}
    >
      {line}
    </button>
  )
}
