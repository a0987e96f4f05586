import { useState } from 'preact/hooks'
import type { Schema } from '../../api/client.js'
import { formatDate } from '../../messages/format.js'
import { Badge, type Tone } from '../../ui/Badge.js'
import { Button } from '../../ui/Button.js'
import { Markdown } from '../../ui/Markdown.js'
import { useFocusSwap } from '../../ui/use-focus-swap.js'
import { formatDay, todayIn } from './days.js'
import { t } from './messages.js'
import { ResultForm } from './ResultForm.js'

type CheckpointData = Schema<'Checkpoint'>

const tones: Record<Schema<'CheckpointResult'>['status'], Tone> = { done: 'info', approved: 'good', returned: 'warn' }

/** What is to be shown in a week, and what the learner has done for it. */
export function Checkpoint({ checkpoint, cohort }: { checkpoint: CheckpointData; cohort: Schema<'Cohort'> }) {
  const { week, title, instructions, result } = checkpoint
  const isNow = week === cohort.currentWeek && cohort.status !== 'completed'
  return (
    <li class="stack-tight">
      <div class="row-apart">
        <h3>{title}</h3>
        <div class="row">
          {isNow && <Badge tone="info">{t('thisWeek')}</Badge>}
          {result?.isLate && <Badge tone="warn">{t('result.late')}</Badge>}
          <Badge tone={result ? tones[result.status] : 'neutral'}>{t(`result.${result?.status ?? 'missing'}`)}</Badge>
        </div>
      </div>
      <p class="muted small">
        {t('week', { week })} · {dueText(checkpoint, cohort.timeZone)}
      </p>
      {instructions && <Markdown text={instructions} headingLevel={4} />}
      <OwnResult checkpoint={checkpoint} cohort={cohort} />
    </li>
  )
}

function dueText({ dueOn, result }: CheckpointData, timeZone: string): string {
  if (dueOn === null) return t('noDue')
  const isOpen = !result || result.status === 'returned'
  return t(isOpen && dueOn < todayIn(timeZone) ? 'overdue' : 'due', { date: formatDay(dueOn) })
}

function OwnResult({ checkpoint, cohort }: { checkpoint: CheckpointData; cohort: Schema<'Cohort'> }) {
  const [isOpen, setOpen] = useState(false)
  const place = useFocusSwap<HTMLDivElement>(isOpen)
  const { result, title } = checkpoint
  const action = result ? (result.status === 'returned' ? 'result.again' : 'result.change') : 'result.mark'
  return (
    <>
      {result && <p class="muted small">{t('result.doneAt', { date: formatDate(result.doneAt) })}</p>}
      {result?.note && !isOpen && (
        <div>
          <p class="small muted">{t('result.mine')}</p>
          <p class="cohort-note">{result.note}</p>
        </div>
      )}
      {result?.feedback && (
        <div class="cohort-feedback">
          <p class="small">{t('result.feedback')}</p>
          <p class="cohort-note">{result.feedback}</p>
        </div>
      )}
      <div ref={place}>
        {isOpen ? (
          <ResultForm checkpoint={checkpoint} cohortId={cohort.id} submit={t(action)} onClose={() => setOpen(false)} />
        ) : (
          result?.status !== 'approved' && (
            <Button data-opens aria-label={`${t(action)}: ${title}`} onClick={() => setOpen(true)}>
              {t(action)}
            </Button>
          )
        )}
      </div>
    </>
  )
}
