import { api, type Schema, take } from '../../../api/client.js'
import { nameOf } from '../../../people/name.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Form } from '../../../ui/Form.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { type Organization, refresh, useRoles } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { membersPath } from './Members.js'
import { t } from './messages.js'

interface MemberRolesProps {
  member: Schema<'Member'>
  organization: Organization
  onClose: () => void
}

export function MemberRoles({ member: { user, roles: held }, organization, onClose }: MemberRolesProps) {
  const roles = useRoles()
  const save = async (data: FormData) => {
    const path = { id: organization.id, userId: user.id }
    const body = { roles: data.getAll('roles').map(String) }
    await take(api.PATCH('/api/organizations/{id}/members/{userId}', { params: { path }, body }))
    await refresh(membersPath, '/api/users/{id}/roles')
    onClose()
    toast(t('members.rolesSaved'))
  }
  return (
    <Dialog title={t('members.rolesOf', { name: nameOf(user) })} onClose={onClose}>
      <Loaded query={roles}>
        {(known) => (
          <Form submit={t('members.rolesSave')} onSubmit={save}>
            <fieldset>
              <legend class="muted">{t('members.rolesLead')}</legend>
              {known
                .filter(({ scope }) => scope === 'organization')
                .map((role) => (
                  <label key={role.id} class="field-choice">
                    <input type="checkbox" name="roles" value={role.key} defaultChecked={held.includes(role.key)} />
                    <span>{roleTitle(role)}</span>
                  </label>
                ))}
            </fieldset>
          </Form>
        )}
      </Loaded>
    </Dialog>
  )
}
