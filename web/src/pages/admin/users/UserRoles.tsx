import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { t as admin } from '../messages.js'
import { refresh, useOrganizations } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { GiveRole } from './GiveRole.js'
import { t } from './messages.js'
import type { User } from './users.js'

type Assignment = Schema<'UserRoles'>['assignments'][number]

const fetchRoles = (id: string) => take(api.GET('/api/users/{id}/roles', { params: { path: { id } } }))

/** What they hold, and where, as far as the caller gives and takes roles. */
export function UserRoles({ user }: { user: User }) {
  const [removing, setRemoving] = useState<Assignment>()
  const [isGiving, setGiving] = useState(false)
  const { id } = user
  const held = useQuery({ queryKey: ['/api/users/{id}/roles', id], queryFn: () => fetchRoles(id) })
  const { data: organizations = [] } = useOrganizations()
  const placeOf = ({ organizationId }: Pick<Assignment, 'organizationId'>) =>
    organizationId === null
      ? admin('platform')
      : (organizations.find((each) => each.id === organizationId)?.name ?? organizationId)

  /** The API takes the whole list: it is made of what there is now, and not of what was on the screen. */
  const change = async (
    edit: (now: readonly Assignment[]) => readonly { role: string; organizationId: string | null }[]
  ) => {
    const { assignments } = await fetchRoles(id)
    const body = { assignments: [...edit(assignments)] }
    await take(api.PUT('/api/users/{id}/roles', { params: { path: { id } }, body }))
    await refresh('/api/users/{id}/roles', '/api/users/{id}/sessions', '/api/users', '/api/organizations/{id}/members')
  }
  const named = (list: readonly Assignment[]) =>
    list.map(({ role, organizationId }) => ({ role: role.id, organizationId }))

  const remove = async (gone: Assignment) => {
    await change((now) =>
      named(
        now.filter(({ role, organizationId }) => role.id !== gone.role.id || organizationId !== gone.organizationId)
      )
    )
    toast(t('roles.removed', { role: roleTitle(gone.role) }))
    setRemoving(undefined)
  }

  return (
    <section class="stack" aria-labelledby="users-roles">
      <h2 id="users-roles">{t('roles.title')}</h2>
      <Loaded query={held}>
        {({ assignments }) => (
          <>
            <p class="muted">{t(assignments.length > 0 ? 'roles.lead' : 'roles.none')}</p>
            {assignments.length > 0 && (
              <ul class="rows">
                {assignments.map((assignment) => {
                  const [role, place] = [roleTitle(assignment.role), placeOf(assignment)]
                  return (
                    <li key={`${assignment.role.id} ${assignment.organizationId}`} class="row-apart">
                      <p>
                        <strong>{role}</strong> <span class="muted">· {place}</span>
                      </p>
                      <Button
                        isSmall
                        aria-label={t('roles.removeOne', { role, place })}
                        onClick={() => setRemoving(assignment)}
                      >
                        {t('roles.remove')}
                      </Button>
                    </li>
                  )
                })}
              </ul>
            )}
            <p>
              <Button onClick={() => setGiving(true)}>{t('roles.add')}</Button>
            </p>
          </>
        )}
      </Loaded>
      {isGiving && (
        <GiveRole
          onGive={(given) => change((now) => [...named(now), given])}
          organizations={organizations}
          onClose={() => setGiving(false)}
        />
      )}
      {removing && (
        <Confirm
          title={t('roles.removeTitle', { role: roleTitle(removing.role) })}
          action={t('roles.remove')}
          isDanger
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(undefined)}
        >
          <p>{t('roles.removeText', { name: nameOf(user), place: placeOf(removing) })}</p>
        </Confirm>
      )}
    </section>
  )
}
