import { useState } from 'preact/hooks'
import { Dialog } from '../../../ui/Dialog.js'
import { Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { t as admin } from '../messages.js'
import { type Organization, type Role, useRoles } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { t } from './messages.js'

interface GiveRoleProps {
  organizations: readonly Organization[]
  onGive: (given: { role: string; organizationId: string | null }) => Promise<void>
  onClose: () => void
}

export function GiveRole({ organizations, onGive, onClose }: GiveRoleProps) {
  const roles = useRoles()
  return (
    <Dialog title={t('roles.add')} onClose={onClose}>
      <Loaded query={roles}>
        {(known) => <Fields roles={known} organizations={organizations} onGive={onGive} onClose={onClose} />}
      </Loaded>
    </Dialog>
  )
}

function Fields({ roles, organizations, onGive, onClose }: GiveRoleProps & { roles: readonly Role[] }) {
  const [roleId, setRoleId] = useState(roles.find(({ key }) => key === 'mentor')?.id ?? roles[0]?.id)
  const role = roles.find(({ id }) => id === roleId)
  const give = async (data: FormData) => {
    if (!role) return
    const organizationId = role.scope === 'platform' ? null : exactTextOf(data, 'organizationId')
    await onGive({ role: role.id, organizationId })
    toast(t('roles.addDone', { role: roleTitle(role) }))
    onClose()
  }
  return (
    <Form submit={t('roles.add')} onSubmit={give}>
      <Select
        name="role"
        label={t('roles.role')}
        value={roleId}
        onChange={({ currentTarget }) => setRoleId(currentTarget.value)}
        options={roles.map((each) => ({ value: each.id, label: roleTitle(each) }))}
      />
      {role?.scope === 'organization' ? (
        <Select
          name="organizationId"
          label={t('roles.place')}
          options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={organizations[0]?.id}
        />
      ) : (
        <p class="muted">
          {t('roles.place')}: {admin('platform')}
        </p>
      )}
    </Form>
  )
}
