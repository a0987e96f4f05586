import { Button } from '../../ui/Button.js'
import { t } from './messages.js'
import type { Draft } from './useDraft.js'

/** Whether what is written is kept. Only what has gone wrong interrupts. */
export function SavingState({ draft }: { draft: Draft }) {
  const { saving, overwrite } = draft
  if (saving === 'conflict') {
    return (
      <div class="form-problem stack-tight" role="alert">
        <p>{t('saving.conflict')}</p>
        <div class="row">
          <Button isSmall onClick={() => void overwrite().catch(() => {})}>
            {t('saving.keepMine')}
          </Button>
          <Button isSmall onClick={() => location.reload()}>
            {t('saving.takeTheirs')}
          </Button>
        </div>
      </div>
    )
  }
  if (saving === 'lost' || saving === 'failed') {
    return (
      <p class="form-problem" role="alert">
        {t(`saving.${saving}`)}
      </p>
    )
  }
  return (
    <p class="muted small" role="status">
      {t(`saving.${saving}`)}
    </p>
  )
}
