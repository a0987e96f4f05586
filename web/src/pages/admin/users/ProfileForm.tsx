import { api, seen, take } from '../../../api/client.js'
import { type Language, languages } from '../../../messages/language.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Field, Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf, numberOf, textOf } from '../../../ui/form-values.js'
import { t as common } from '../../../ui/messages.js'
import { toast } from '../../../ui/toast.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'
import type { User } from './users.js'

export function ProfileForm({ user }: { user: User }) {
  const save = async (data: FormData) => {
    const body = {
      username: exactTextOf(data, 'username').trim(),
      fullName: textOf(data, 'fullName') ?? null,
      email: textOf(data, 'email') ?? null,
      age: numberOf(data, 'age') ?? null,
      language: exactTextOf(data, 'language') as Language,
      timeZone: exactTextOf(data, 'timeZone')
    }
    const params = { path: { id: user.id } }
    await changeSeen(
      () => take(api.PATCH('/api/users/{id}', { params, headers: seen(user), body })),
      () => refresh('/api/users/{id}')
    )
    await refresh('/api/users/{id}', '/api/users')
    toast(t('profile.saved'))
  }
  const zones = [...new Set([user.timeZone, ...Intl.supportedValuesOf('timeZone')])].sort()
  return (
    <Form submit={t('profile.save')} label={t('profile.title')} onSubmit={save}>
      <Field
        name="username"
        label={t('profile.username')}
        hint={t('profile.usernameHint')}
        defaultValue={user.username}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        required
      />
      <Field
        name="fullName"
        label={t('profile.fullName')}
        defaultValue={user.fullName ?? ''}
        autoComplete="off"
        maxLength={200}
      />
      <Field
        name="email"
        label={t('profile.email')}
        defaultValue={user.email ?? ''}
        type="email"
        autoComplete="off"
        maxLength={254}
      />
      <Field
        name="age"
        label={t('profile.age')}
        defaultValue={user.age ?? ''}
        type="number"
        inputMode="numeric"
        min={1}
        max={150}
      />
      <Select
        name="language"
        label={t('profile.language')}
        hint={t('profile.languageHint')}
        options={languages.map((value) => ({ value, label: common(`language.${value}`) }))}
        defaultValue={user.language}
      />
      <Select
        name="timeZone"
        label={t('profile.timeZone')}
        options={zones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        defaultValue={user.timeZone}
      />
    </Form>
  )
}
