import { Field } from '../../ui/Field.js'
import { t } from './messages.js'

/** A new one. */
export function UsernameField({ onInput }: { onInput: (username: string) => void }) {
  return (
    <Field
      name="username"
      label={t('username.label')}
      hint={t('username.hint')}
      autoComplete="username"
      autoCapitalize="none"
      spellcheck={false}
      minLength={3}
      maxLength={50}
      required
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  )
}
