import { api, seen, take } from '../../api/client.js'
import { type Language, languages } from '../../messages/language.js'
import { type Me, refreshMe } from '../../session/session.js'
import { changeSeen } from '../../ui/changed-meanwhile.js'
import { Field, Select } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf, numberOf, textOf } from '../../ui/form-values.js'
import { t as common } from '../../ui/messages.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { timeZones } from './time-zones.js'

export function ProfileForm({ me: { user } }: { me: Me }) {
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
    await changeSeen(() => take(api.PATCH('/api/users/{id}', { params, headers: seen(user), body })), refreshMe)
    await refreshMe()
    toast(t('profile.saved'))
  }
  const languageOptions = languages.map((value) => ({ value, label: common(`language.${value}`) }))
  return (
    <Form submit={t('profile.save')} label={t('profile.form')} onSubmit={save}>
      <Field
        name="username"
        label={t('profile.username')}
        hint={t('profile.usernameHint')}
        defaultValue={user.username}
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        required
      />
      <Field
        name="fullName"
        label={t('profile.fullName')}
        hint={t('profile.fullNameHint')}
        defaultValue={user.fullName ?? ''}
        autoComplete="name"
        maxLength={200}
      />
      <Field
        name="email"
        label={t('profile.email')}
        hint={t('profile.emailHint')}
        defaultValue={user.email ?? ''}
        type="email"
        autoComplete="email"
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
      {/* A new choice elsewhere (the footer has one) is taken over: what is not changed by itself is made anew. */}
      <Select
        key={user.language}
        name="language"
        label={t('profile.language')}
        hint={t('profile.languageHint')}
        options={languageOptions}
        defaultValue={user.language}
      />
      <Select
        name="timeZone"
        label={t('profile.timeZone')}
        hint={t('profile.timeZoneHint')}
        options={timeZones(user.timeZone)}
        defaultValue={user.timeZone}
      />
    </Form>
  )
}
