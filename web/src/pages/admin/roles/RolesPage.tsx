import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { may, useMe } from '../../../session/session.js'
import { Button } from '../../../ui/Button.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Skeleton } from '../../../ui/Skeleton.js'
import { useMedia } from '../../../ui/use-media.js'
import { AdminPage } from '../AdminHead.js'
import { type Role, useRoles } from '../queries.js'
import { EditRole } from './EditRole.js'
import { Matrix } from './Matrix.js'
import { t } from './messages.js'
import { NewRole } from './NewRole.js'
import { OneRole } from './OneRole.js'
import './roles.css'
import { SaveBar } from './SaveBar.js'
import { useRoleDraft } from './useRoleDraft.js'

export default function RolesPage() {
  const { data: me } = useMe()
  const roles = useRoles()
  const [isCreating, setCreating] = useState(false)
  const isManager = may(me, 'role.manage')
  const create = isManager && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('create.action')}
    </Button>
  )
  return (
    <AdminPage title={t('title')} lead={t('lead')} actions={create}>
      <Loaded query={roles} skeleton={<Skeleton lines={12} />}>
        {(known) => <Roles roles={inOrder(known)} isManager={isManager} />}
      </Loaded>
      {isCreating && <NewRole onClose={() => setCreating(false)} />}
    </AdminPage>
  )
}

function Roles({ roles, isManager }: { roles: readonly Role[]; isManager: boolean }) {
  const isWide = useMedia('(min-width: 56.25rem)')
  const draft = useRoleDraft(roles)
  const [editing, setEditing] = useState<Role>()
  const View = isWide ? Matrix : OneRole
  return (
    <>
      <View roles={roles} draft={draft} isManager={isManager} onEdit={setEditing} />
      <SaveBar draft={draft} />
      {editing && <EditRole role={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

/** Those of the product first, from the one that may do most. */
function inOrder(roles: readonly Role[]): Role[] {
  return [...roles].sort(
    (a, b) => Number(b.builtIn) - Number(a.builtIn) || (a.builtIn ? b.permissions.length - a.permissions.length : 0)
  )
}
