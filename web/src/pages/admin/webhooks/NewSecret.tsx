import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { Dialog } from '../../../ui/Dialog.js'
import { t } from './messages.js'

/** Shown once. It is not closed by Escape: what is lost here is lost. */
export function NewSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <Dialog title={t('secret.title')}>
      <div class="stack">
        <p>{t('secret.text')}</p>
        <p>
          <code>{secret}</code>
        </p>
        <div class="row">
          <Button onClick={() => void navigator.clipboard?.writeText(secret).then(() => setCopied(true))}>
            {isCopied ? t('secret.copied') : t('secret.copy')}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t('secret.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
