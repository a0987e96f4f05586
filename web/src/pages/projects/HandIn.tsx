import type { Schema } from '../../api/client.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { Dialog } from '../../ui/Dialog.js'
import { type Missing, missingOf, type Values } from './draft.js'
import { t } from './messages.js'

interface HandInProps {
  project: Schema<'Project'>
  own: NonNullable<Schema<'Project'>['own']>
  values: Values
  isUploading: boolean
  onHandIn: () => Promise<unknown>
  onClose: () => void
}

/** Says what is missing, or what handing in means; then it is asked. */
export function HandIn({ project, own, values, isUploading, onHandIn, onClose }: HandInProps) {
  const missing = missingOf(project, values)
  if (missing.length > 0 || isUploading) {
    return (
      <Dialog title={t('handIn.missingTitle')} onClose={onClose}>
        <div class="stack">
          {isUploading && <p>{t('handIn.uploading')}</p>}
          {missing.length > 0 && <MissingList missing={missing} onClose={onClose} />}
          <div>
            <Button onClick={onClose}>{t('handIn.goOn')}</Button>
          </div>
        </div>
      </Dialog>
    )
  }
  const { lateRule, latePercentPerDay } = project
  const isLate = own.dueAt !== null && Date.parse(own.dueAt) <= Date.now()
  return (
    <Confirm title={t('handIn.title')} action={t('handIn')} onConfirm={onHandIn} onClose={onClose}>
      <p>{t('handIn.ready')}</p>
      {isLate && lateRule !== 'refuse' && (
        <p class="project-late">{t(`handIn.late.${lateRule}`, { percent: latePercentPerDay ?? 0 })}</p>
      )}
      {own.attemptsLeft !== null && <p>{t('handIn.counts', { left: own.attemptsLeft - 1 })}</p>}
      <p class="muted">{t('handIn.after')}</p>
    </Confirm>
  )
}

function MissingList({ missing, onClose }: { missing: readonly Missing[]; onClose: () => void }) {
  const goTo = (event: Event, { kind, id }: Missing) => {
    event.preventDefault()
    onClose()
    // The dialog gives the focus back to its button first.
    requestAnimationFrame(() => {
      const place = document.getElementById(`${kind}-${id}`)
      place?.scrollIntoView({ block: 'center' })
      const field = kind === 'checklist' ? place : place?.querySelector<HTMLElement>('input, textarea')
      field?.focus({ preventScroll: true })
    })
  }
  return (
    <>
      <p>{t('handIn.missing')}</p>
      <ul>
        {missing.map((each) => (
          <li key={each.id}>
            <a href={`#${each.kind}-${each.id}`} onClick={(event) => goTo(event, each)}>
              {each.kind === 'checklist' ? t('handIn.checklistItem', { text: each.title }) : each.title}
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
