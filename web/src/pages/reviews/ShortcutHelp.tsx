import { Keyboard } from 'lucide-preact'
import { Button } from '../../ui/Button.js'
import { Dialog } from '../../ui/Dialog.js'
import { Checkbox } from '../../ui/Field.js'
import { t } from './messages.js'
import './shortcuts.css'
import { areShortcutsOn, setShortcuts } from './shortcuts.js'

interface ShortcutHelpProps {
  /** The keys, and what each of them does. */
  keys: readonly (readonly [string, string])[]
  isOpen: boolean
  onToggle: (isOpen: boolean) => void
}

/** The button by which shortcuts are found, and the list of them, where they are switched off. */
export function ShortcutHelp({ keys, isOpen, onToggle }: ShortcutHelpProps) {
  return (
    <>
      <Button look="quiet" class="review-shortcuts" onClick={() => onToggle(true)}>
        <Keyboard aria-hidden="true" />
        {t('shortcuts.button')}
      </Button>
      {isOpen && (
        <Dialog title={t('shortcuts.title')} onClose={() => onToggle(false)}>
          <div class="stack">
            <dl class="review-keys">
              {keys.map(([key, text]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
            <Checkbox
              name="shortcuts"
              label={t('shortcuts.on')}
              hint={t('shortcuts.hint')}
              checked={areShortcutsOn.value}
              onChange={({ currentTarget }) => setShortcuts(currentTarget.checked)}
            />
          </div>
        </Dialog>
      )}
    </>
  )
}
