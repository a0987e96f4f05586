import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import type { Me } from '../../session/session.js'
import { t } from './messages.js'

const builtIn = ['admin', 'owner', 'org_admin', 'mentor', 'facilitator', 'learner'] as const

/** In words: what one is, where, and what that means. */
export function MyRoles({ me }: { me: Me }) {
  const organizations = useQuery({
    queryKey: ['/api/organizations', { limit: 100 }],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const nameOf = (id: string) => organizations.data?.data.find((organization) => organization.id === id)?.name
  if (me.roles.length === 0) return <p class="muted">{t('roles.none')}</p>
  return (
    <ul class="rows settings-rows">
      {me.roles.map(({ role, organizationId }) => {
        const known = builtIn.find((each) => each === role)
        const where = organizationId === null ? t('roles.everywhere') : nameOf(organizationId)
        return (
          <li key={`${role} ${organizationId}`} class="stack-tight">
            <p>
              <strong>{known ? t(`role.${known}`) : role}</strong>
              {where && <span class="muted"> · {where}</span>}
            </p>
            {known && <p class="muted small">{t(`role.${known}.means`)}</p>}
          </li>
        )
      })}
    </ul>
  )
}
