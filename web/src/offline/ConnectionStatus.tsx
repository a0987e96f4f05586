import { useState } from 'preact/hooks'
import { problemOf } from '../api/problem.js'
import { t } from '../live/messages.js'
import { Button } from '../ui/Button.js'
import { problemText } from '../ui/problem-text.js'
import './connection-status.css'
import { textIn } from './merging.js'
import { dismissRefused, isOffline, refused, waitingWrites } from './offline.js'
import type { RefusedWrite } from './writes.js'

/** Whether there is a network, what waits for it, and what could not be saved. Once, in the shell. */
export function ConnectionStatus() {
  const text = statusText(isOffline.value, waitingWrites.value)
  return (
    <>
      <div class="connection" role="status">
        {text && <p class="connection-line">{text}</p>}
      </div>
      {refused.value.length > 0 && (
        <div class="connection-refused" role="alert">
          <p class="connection-what">{t('refused.title')}</p>
          <ul class="rows">
            {refused.value.map((each) => (
              <Refused key={each.id} write={each} />
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function statusText(offline: boolean, count: number): string {
  if (offline) return count > 0 ? t('offline.waiting', { count }) : t('offline.now')
  return count > 0 ? t('sending', { count }) : ''
}

function Refused({ write }: { write: RefusedWrite }) {
  const [isCopied, setIsCopied] = useState(false)
  const text = textIn(write.body)
  const what = whatOf(write.path)
  const dismiss = text ? t('refused.dismiss') : t('refused.understood')
  const copy = async () => {
    // Browsers have no clipboard on plain HTTP: there the text is marked and copied by hand.
    await navigator.clipboard?.writeText(text)
    setIsCopied(true)
  }
  return (
    <li class="stack-tight">
      <div class="row-apart">
        <span class="connection-what">{what}</span>
        <Button look="quiet" isSmall aria-label={`${dismiss}: ${what}`} onClick={() => void dismissRefused(write.id)}>
          {dismiss}
        </Button>
      </div>
      <p>{problemText(problemOf(new Response(null, { status: write.status }), write.problem))}</p>
      {text && (
        <details>
          <summary>{t('refused.show')}</summary>
          <pre class="connection-text">{text}</pre>
          {'clipboard' in navigator && (
            <Button isSmall onClick={() => void copy()}>
              {isCopied ? t('refused.copied') : t('refused.copy')}
            </Button>
          )}
        </details>
      )}
    </li>
  )
}

function whatOf(path: string): string {
  if (path.endsWith('/progress')) return t('refused.progress')
  if (path.includes('/notes')) return t('refused.note')
  if (path.endsWith('/draft')) return t('refused.draft')
  if (path.endsWith('/answers')) return t('refused.answers')
  return t('refused.other')
}
