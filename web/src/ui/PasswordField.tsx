import { useState } from 'preact/hooks'
import { Field } from './Field.js'
import { t } from './messages.js'

const minLength = 8
const maxLength = 128

interface PasswordFieldProps {
  name: string
  label: string
  /** A new one is judged while it is typed, as the API judges it; the list of common ones the API alone has. */
  isNew?: boolean
  /** Which a new one must not be. */
  username?: string | undefined
  /** In a dialog: it has the focus first. */
  isFirst?: boolean
}

export function PasswordField({ name, label, isNew = false, username = '', isFirst = false }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false)
  const [password, setPassword] = useState('')
  return (
    <div class="stack-tight">
      <Field
        name={name}
        label={label}
        type={isShown ? 'text' : 'password'}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        autoCapitalize="none"
        spellcheck={false}
        required
        {...(isFirst && { autofocus: true })}
        {...(isNew && { hint: <span aria-live="polite">{judge(password, username)}</span> })}
        onInput={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <label class="field-choice">
        <input type="checkbox" checked={isShown} onChange={({ currentTarget }) => setShown(currentTarget.checked)} />
        <span>{t('password.show')}</span>
      </label>
    </div>
  )
}

/** The same rules as src/modules/auth/password-policy.ts: length in code points of the normal form, none of composition. */
function judge(password: string, username: string): string {
  const length = [...password.normalize('NFC')].length
  if (length > maxLength) return t('password.tooLong')
  if (username !== '' && fold(password) === fold(username)) return t('password.isName')
  return length < minLength ? t('password.hint') : t('password.longEnough')
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
