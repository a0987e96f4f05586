import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { type Language, language, languages } from '../../../messages/language.js'
import { may, useMe } from '../../../session/session.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, RadioGroup, Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf, textOf } from '../../../ui/form-values.js'
import { t as common } from '../../../ui/messages.js'
import { PasswordField } from '../../../ui/PasswordField.js'
import { toast } from '../../../ui/toast.js'
import { refresh, useOrganizations, useRoles } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { t } from './messages.js'
import { mailPasswordLink } from './users.js'

type Access = 'link' | 'set'

export function NewUser({ onClose }: { onClose: () => void }) {
  const { data: me } = useMe()
  const { route } = useLocation()
  const [access, setAccess] = useState<Access>('link')
  const [username, setUsername] = useState('')
  const givesRoles = may(me, 'role.assign') && may(me, 'role.read')
  const { data: organizations = [] } = useOrganizations()
  const { data: roles = [] } = useRoles(givesRoles)
  const roleOptions = roles
    .filter(({ scope }) => scope === 'organization')
    .map((role) => ({ value: role.key, label: roleTitle(role) }))

  const create = async (data: FormData) => {
    const [fullName, email, organizationId, role] = ['fullName', 'email', 'organizationId', 'role'].map((name) =>
      textOf(data, name)
    )
    const body = {
      username: exactTextOf(data, 'username').trim(),
      language: exactTextOf(data, 'language') as Language,
      ...(fullName && { fullName }),
      ...(email && { email }),
      ...(organizationId && { organizationId }),
      ...(role && { role }),
      ...(access === 'set' && { password: exactTextOf(data, 'password') })
    }
    const user = await take(api.POST('/api/users', { body }))
    const name = user.fullName ?? user.username
    if (access === 'set') toast(t('create.done', { name }))
    else {
      // The user is there: that the mail failed is no reason to stay in the form, which would make them again.
      const isSent = await mailPasswordLink(user).then(
        () => true,
        () => false
      )
      toast(t(isSent ? 'create.doneLink' : 'create.linkFailed', { name }))
    }
    await refresh('/api/users')
    onClose()
    route(`/app/users/${user.id}`)
  }

  return (
    <Dialog title={t('create.title')} onClose={onClose}>
      <Form submit={t('create.submit')} onSubmit={create}>
        <Field
          name="username"
          label={t('profile.username')}
          hint={t('profile.usernameHint')}
          autoComplete="off"
          autoCapitalize="none"
          spellcheck={false}
          required
          onInput={({ currentTarget }) => setUsername(currentTarget.value)}
        />
        <Field name="fullName" label={t('profile.fullName')} autoComplete="off" maxLength={200} />
        <RadioGroup
          name="access"
          label={t('create.access')}
          defaultValue={access}
          onChange={(value) => setAccess(value === 'set' ? 'set' : 'link')}
          options={[
            { value: 'link', label: t('create.link'), hint: t('create.linkHint') },
            { value: 'set', label: t('create.set') }
          ]}
        />
        <Field
          name="email"
          label={t('profile.email')}
          hint={access === 'link' ? t('create.emailHint') : undefined}
          type="email"
          autoComplete="off"
          maxLength={254}
          required={access === 'link'}
        />
        {access === 'set' && <PasswordField name="password" label={t('create.password')} isNew username={username} />}
        {organizations.length > 1 && (
          <Select
            name="organizationId"
            label={t('create.organization')}
            options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
            defaultValue={organizations.find(({ isDefault }) => isDefault)?.id ?? organizations[0]?.id}
          />
        )}
        {/* Whoever is in one alone means that one, which need not be the default of the platform. */}
        {organizations.length === 1 && <input type="hidden" name="organizationId" value={organizations[0]?.id} />}
        {givesRoles && roleOptions.length > 0 && (
          <Select name="role" label={t('create.role')} options={roleOptions} defaultValue="learner" />
        )}
        <Select
          name="language"
          label={t('profile.language')}
          hint={t('profile.languageHint')}
          options={languages.map((value) => ({ value, label: common(`language.${value}`) }))}
          defaultValue={language.value}
        />
      </Form>
    </Dialog>
  )
}
