import { api, take } from '../../../api/client.js'
import { nameOf } from '../../../people/name.js'
import { PersonField } from '../../../people/PersonField.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { type Organization, refresh, useRoles } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { membersPath } from './Members.js'
import { t } from './messages.js'

/** Who has an account becomes a member, with a first role. */
export function AddMember({ organization, onClose }: { organization: Organization; onClose: () => void }) {
  const roles = useRoles()
  const add = async (data: FormData) => {
    const body = { userId: exactTextOf(data, 'userId'), roles: [exactTextOf(data, 'roles')] }
    const { user } = await take(api.POST(membersPath, { params: { path: { id: organization.id } }, body }))
    await refresh(membersPath, '/api/users', '/api/users/{id}/roles')
    onClose()
    toast(t('members.added', { name: nameOf(user) }))
  }
  return (
    <Dialog title={t('members.add')} onClose={onClose}>
      <Loaded query={roles}>
        {(known) => (
          <Form submit={t('members.add')} onSubmit={add}>
            <PersonField name="userId" label={t('members.who')} />
            <p class="muted small">{t('members.addHint')}</p>
            <Select
              name="roles"
              label={t('members.role')}
              options={known
                .filter(({ scope }) => scope === 'organization')
                .map((role) => ({ value: role.key, label: roleTitle(role) }))}
              defaultValue="learner"
            />
          </Form>
        )}
      </Loaded>
    </Dialog>
  )
}
