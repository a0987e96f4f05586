import { Check, Pencil } from 'lucide-preact'
import type { Role } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { t } from './messages.js'
import { permissionGroups } from './permissions.js'
import type { RoleDraft } from './useRoleDraft.js'

export interface RolesViewProps {
  roles: readonly Role[]
  draft: RoleDraft
  /** Whether those of one's own are changed here. */
  isManager: boolean
  onEdit: (role: Role) => void
}

/** All roles beside each other, for a wide screen. */
export function Matrix({ roles, draft, isManager, onEdit }: RolesViewProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the keys
    <section class="table-region roles-matrix" aria-label={t('table')} tabIndex={0}>
      <table>
        <caption class="unseen">{t('table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('permission')}</th>
            {roles.map((role) => (
              <th key={role.id} scope="col">
                <span class="roles-title">{roleTitle(role)}</span>
                {isManager && !role.builtIn && (
                  <button
                    type="button"
                    class="button button-quiet button-small"
                    aria-label={t('edit.of', { role: roleTitle(role) })}
                    onClick={() => onEdit(role)}
                  >
                    <Pencil size={16} aria-hidden="true" />
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        {permissionGroups.map(({ group, codes }) => (
          <tbody key={group}>
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 1} class="roles-group">
                {t(`group.${group}`)}
              </th>
            </tr>
            {codes.map((permission) => (
              <tr key={permission}>
                <th scope="row">{t(permission)}</th>
                {roles.map((role) => (
                  <td key={role.id}>
                    {isManager && !role.builtIn ? (
                      <label class="roles-cell">
                        <input
                          type="checkbox"
                          aria-label={t('cell', { role: roleTitle(role), permission: t(permission) })}
                          checked={draft.has(role, permission)}
                          onChange={({ currentTarget }) => draft.set(role, permission, currentTarget.checked)}
                        />
                      </label>
                    ) : (
                      <Held isHeld={role.permissions.includes(permission)} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

export function Held({ isHeld }: { isHeld: boolean }) {
  return (
    <span class="roles-held">
      {isHeld && <Check size={18} aria-hidden="true" />}
      <span class="unseen">{t(isHeld ? 'yes' : 'no')}</span>
    </span>
  )
}
