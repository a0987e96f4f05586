import { useState } from 'preact/hooks'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { roleTitle } from '../role-words.js'
import { Held, type RolesViewProps } from './Matrix.js'
import { t } from './messages.js'
import { permissionGroups } from './permissions.js'

/** One role at a time, for a phone. */
export function OneRole({ roles, draft, isManager, onEdit }: RolesViewProps) {
  const [id, setId] = useState(roles[0]?.id ?? '')
  const role = roles.find((each) => each.id === id) ?? roles[0]
  if (!role) return null
  const isEditable = isManager && !role.builtIn
  return (
    <div class="stack">
      <FilterSelect
        label={t('choose')}
        value={role.id}
        onChange={setId}
        options={roles.map((each) => ({ value: each.id, label: roleTitle(each) }))}
      />
      <p class="row">
        {role.builtIn && <Badge>{t('builtIn')}</Badge>}
        <span class="muted small">{t(`scope.${role.scope}`)}</span>
      </p>
      {!role.builtIn && role.description && <p>{role.description}</p>}
      {isEditable && (
        <p>
          <Button aria-label={t('edit.of', { role: roleTitle(role) })} onClick={() => onEdit(role)}>
            {t('edit.action')}
          </Button>
        </p>
      )}
      {permissionGroups.map(({ group, codes }) => (
        <fieldset key={group} class="stack-tight">
          <legend class="roles-group">{t(`group.${group}`)}</legend>
          {codes.map((permission) =>
            isEditable ? (
              <label key={permission} class="field-choice">
                <input
                  type="checkbox"
                  checked={draft.has(role, permission)}
                  onChange={({ currentTarget }) => draft.set(role, permission, currentTarget.checked)}
                />
                <span>{t(permission)}</span>
              </label>
            ) : (
              <p key={permission} class="roles-line">
                <Held isHeld={role.permissions.includes(permission)} />
                <span class={role.permissions.includes(permission) ? undefined : 'muted'}>{t(permission)}</span>
              </p>
            )
          )}
        </fieldset>
      ))}
    </div>
  )
}
