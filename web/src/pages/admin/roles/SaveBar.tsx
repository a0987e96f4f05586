import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { t as common } from '../../../ui/messages.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'
import type { RoleDraft } from './useRoleDraft.js'

/** Stays in sight while something is not saved: the table is long. */
export function SaveBar({ draft }: { draft: RoleDraft }) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const save = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await draft.save()
      toast(t('changes.saved'))
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
    <div class={isShown ? 'roles-save' : undefined}>
      <p role="status">{isShown && t('changes', { count: draft.changes })}</p>
      {isShown && (
        <>
          {error !== undefined && (
            <p class="form-problem" role="alert">
              {problemText(error)}
            </p>
          )}
          <div class="row">
            <Button look="primary" isBusy={isBusy} onClick={() => void save()}>
              {isBusy ? common('form.sending') : t('changes.save')}
            </Button>
            <Button onClick={undo}>{t('changes.undo')}</Button>
          </div>
        </>
      )}
    </div>
  )
}
