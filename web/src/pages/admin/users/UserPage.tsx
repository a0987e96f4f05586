import { useQuery } from '@tanstack/preact-query'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { Problem } from '../../../api/problem.js'
import type { PageParams } from '../../../lazy-page.js'
import { nameOf } from '../../../people/name.js'
import { may, useMe } from '../../../session/session.js'
import { Badge } from '../../../ui/Badge.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Skeleton } from '../../../ui/Skeleton.js'
import { AdminPage } from '../AdminHead.js'
import { DeleteUser } from './DeleteUser.js'
import { t } from './messages.js'
import { ProfileFacts } from './ProfileFacts.js'
import { ProfileForm } from './ProfileForm.js'
import { SigningIn } from './SigningIn.js'
import { UserRoles } from './UserRoles.js'
import './users.css'
import type { User } from './users.js'

/** Somebody else; one's own account is at the profile. */
export default function UserPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const { data: me } = useMe()
  const { route } = useLocation()
  const isOwn = me?.user.id === id
  useEffect(() => {
    if (isOwn) route('/app/profile', true)
  }, [isOwn])
  const user = useQuery({
    queryKey: ['/api/users/{id}', id],
    queryFn: () => take(api.GET('/api/users/{id}', { params: { path: { id } } })),
    enabled: !isOwn
  })
  const { data } = user
  const state = data?.status === 'disabled' && <Badge tone="warn">{t('status.disabled')}</Badge>
  return (
    <AdminPage
      title={data ? nameOf(data) : t('title')}
      lead={data && data.fullName !== null && data.username}
      actions={state}
      back={{ href: '/app/admin/users', label: t('back') }}
    >
      <Loaded query={user} skeleton={<Skeleton lines={10} />}>
        {(known) => <Account key={known.id} user={known} />}
      </Loaded>
    </AdminPage>
  )
}

function Account({ user }: { user: User }) {
  const { data: me } = useMe()
  const mayChangeSome = may(me, 'user.update')
  // The API alone knows whether this account is within reach: it shows the sessions to who may change it.
  const sessions = useQuery({
    queryKey: ['/api/users/{id}/sessions', user.id],
    queryFn: () => take(api.GET('/api/users/{id}/sessions', { params: { path: { id: user.id } } })),
    enabled: mayChangeSome
  })
  const isOutOfReach = sessions.error instanceof Problem && sessions.error.status === 403
  return (
    <div class="users-parts">
      <section class="stack" aria-labelledby="users-profile">
        <h2 id="users-profile">{t('profile.title')}</h2>
        {isOutOfReach && <p class="muted">{t('readOnly')}</p>}
        {mayChangeSome && !isOutOfReach ? <ProfileForm user={user} /> : <ProfileFacts user={user} />}
      </section>
      <div class="stack-wide">
        {may(me, 'role.assign') && <UserRoles user={user} />}
        {mayChangeSome && !isOutOfReach && <SigningIn user={user} sessions={sessions} />}
        {may(me, 'user.delete') && !isOutOfReach && <DeleteUser user={user} />}
      </div>
    </div>
  )
}
