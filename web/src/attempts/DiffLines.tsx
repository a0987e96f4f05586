import type { Schema } from '../api/client.js'
import { t } from './messages.js'

type LineChanges = Schema<'LineChanges'>
type Run = LineChanges['hunks'][number]['runs'][number]

const signs = { context: ' ', added: '+', removed: '−' } as const

/** The changed lines of a text, with the numbers that they had and have. */
export function DiffLines({ changes, title }: { changes: LineChanges; title: string }) {
  return (
    <div class="stack-tight">
      {changes.isReplaced && <p class="muted small">{t('diff.replaced')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and who has no mouse scrolls it by the keys */}
      <section class="diff-region" aria-label={t('diff.lines', { title })} tabIndex={0}>
        <table class="diff-lines">
          <caption class="unseen">{t('diff.lines', { title })}</caption>
          <thead class="unseen">
            <tr>
              <th scope="col">{t('diff.beforeLine')}</th>
              <th scope="col">{t('diff.afterLine')}</th>
              <th scope="col">{t('diff.content')}</th>
            </tr>
          </thead>
          {changes.hunks.map(({ runs }, i) => (
            <tbody key={i}>
              {runs.map((run, j) => (
                <RunLines key={j} run={run} />
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </div>
  )
}

function RunLines({ run: { kind, beforeLine, afterLine, lines } }: { run: Run }) {
  return (
    <>
      {lines.map((line, i) => (
        <tr key={i} class={`diff-${kind}`}>
          <td class="diff-number">{beforeLine === null ? '' : beforeLine + i}</td>
          <td class="diff-number">{afterLine === null ? '' : afterLine + i}</td>
          <td>
            <span aria-hidden="true" class="diff-sign">
              {signs[kind]}
            </span>
            {kind !== 'context' && (
              <span class="unseen">{t(kind === 'added' ? 'diff.lineAdded' : 'diff.lineRemoved')} </span>
            )}
            <DiffText kind={kind} line={line} />
          </td>
        </tr>
      ))}
    </>
  )
}

function DiffText({ kind, line }: { kind: Run['kind']; line: string }) {
  if (kind === 'added') return <ins>{line}</ins>
  if (kind === 'removed') return <del>{line}</del>
  return <span>{line}</span>
}
