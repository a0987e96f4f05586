import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { UserPlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { may, useMe } from '../../../session/session.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { toast } from '../../../ui/toast.js'
import { useFilters } from '../../../ui/useFilters.js'
import { type Organization, refresh, useRoles } from '../queries.js'
import { roleTitle } from '../role-words.js'
import { AddMember } from './AddMember.js'
import { MemberRoles } from './MemberRoles.js'
import { t } from './messages.js'

type Member = Schema<'Member'>

export const membersPath = '/api/organizations/{id}/members'

export function Members({ organization }: { organization: Organization }) {
  const { id } = organization
  const { data: me } = useMe()
  const [{ q = '' }, setFilters] = useFilters()
  const [isAdding, setAdding] = useState(false)
  const query = q ? { q } : {}
  const members = useInfiniteQuery({
    queryKey: [membersPath, id, query],
    queryFn: ({ pageParam: cursor }) =>
      take(api.GET(membersPath, { params: { path: { id }, query: { ...query, cursor } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  const isManager = may(me, 'member.manage')
  return (
    <section class="stack" aria-labelledby="organizations-members">
      <div class="row-apart">
        <h2 id="organizations-members">{t('members.title')}</h2>
        {isManager && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <UserPlus aria-hidden="true" />
            {t('members.add')}
          </Button>
        )}
      </div>
      <SearchField label={t('members.search')} value={q} onSearch={(text) => setFilters({ q: text })} />
      <Loaded query={members}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t(q ? 'members.noneFit' : 'members.none')} />
          return (
            <ul class="rows">
              {rows.map((member) => (
                <MemberRow key={member.user.id} member={member} organization={organization} isManager={isManager} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={members} />
      {isAdding && <AddMember organization={organization} onClose={() => setAdding(false)} />}
    </section>
  )
}

interface MemberRowProps {
  member: Member
  organization: Organization
  isManager: boolean
}

function MemberRow({ member, organization, isManager }: MemberRowProps) {
  const [isOpen, setOpen] = useState<'roles' | 'remove'>()
  const { data: me } = useMe()
  const { data: roles = [] } = useRoles(may(me, 'role.read'))
  const { user } = member
  const name = nameOf(user)
  const titles = member.roles.map((key) => roleTitle({ key, title: roles.find((role) => role.key === key)?.title }))
  const close = () => setOpen(undefined)
  const remove = async () => {
    const path = { id: organization.id, userId: user.id }
    await take(api.DELETE('/api/organizations/{id}/members/{userId}', { params: { path } }))
    await refresh(membersPath, '/api/users', '/api/users/{id}/roles')
    close()
    toast(t('members.removed', { name }))
  }
  return (
    <li class="row-apart">
      <div>
        <p>
          <a href={`/app/users/${user.id}`}>
            <strong>{name}</strong>
          </a>{' '}
          <span class="muted small">{user.username}</span>
        </p>
        <p class="small">{titles.join(', ')}</p>
        <p class="muted small">{t('members.joined', { date: formatDate(member.joinedAt) })}</p>
      </div>
      {isManager && user.id !== me?.user.id && (
        <div class="row">
          <Button isSmall aria-label={t('members.rolesOf', { name })} onClick={() => setOpen('roles')}>
            {t('members.roles')}
          </Button>
          <Button isSmall aria-label={t('members.removeOf', { name })} onClick={() => setOpen('remove')}>
            {t('members.remove')}
          </Button>
        </div>
      )}
      {isOpen === 'roles' && <MemberRoles member={member} organization={organization} onClose={close} />}
      {isOpen === 'remove' && (
        <Confirm
          title={t('members.removeTitle', { name, organization: organization.name })}
          action={t('members.remove')}
          isDanger
          onConfirm={remove}
          onClose={close}
        >
          <p>{t('members.removeText')}</p>
        </Confirm>
      )}
    </li>
  )
}
