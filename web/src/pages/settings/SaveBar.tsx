import { useState } from 'preact/hooks'
import { Problem } from '../../api/problem.js'
import { Button } from '../../ui/Button.js'
import { t as common } from '../../ui/messages.js'
import { fieldText, problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import type { Draft } from './preferences.js'

/** Stays in sight for as long as something is not saved: the page is long. */
export function SaveBar({ draft }: { draft: Draft }) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const save = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await draft.save()
      toast(t('save.done'))
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }
  const undo = () => {
    setError(undefined)
    draft.undo()
  }
  const isShown = draft.changes > 0
  return (
    <div class={isShown ? 'notifications-save' : undefined}>
      <p role="status">{isShown && t('save.changes', { count: draft.changes })}</p>
      {isShown && (
        <>
          {error !== undefined && (
            <div class="form-problem" role="alert">
              <p>{[problemText(error), ...fieldTexts(error)].join(' ')}</p>
            </div>
          )}
          <div class="row">
            <Button look="primary" isBusy={isBusy} onClick={() => void save()}>
              {isBusy ? common('form.sending') : t('save.save')}
            </Button>
            <Button onClick={undo}>{t('save.undo')}</Button>
          </div>
        </>
      )}
    </div>
  )
}

function fieldTexts(error: unknown): string[] {
  if (!(error instanceof Problem) || error.code !== 'VALIDATION_FAILED') return []
  return [...new Set(Object.values(error.fields).flat().map(fieldText))]
}
