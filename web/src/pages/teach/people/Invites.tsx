import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { queryClient } from '../../../api/queries.js'
import { formatDate } from '../../../messages/format.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { InviteDialog } from './InviteDialog.js'
import { t } from './messages.js'

type Invite = Schema<'Invite'>

/** Links by which people get into the course. */
export function Invites({ courseId }: { courseId: string }) {
  const [isCreating, setCreating] = useState(false)
  const invites = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/invites', courseId],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses/{id}/invites', { params: { path: { id: courseId }, query: { cursor: pageParam } } })),
    ...byCursor
  })
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      {t('invite.create')}
    </Button>
  )
  return (
    <>
      <Loaded query={invites}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) {
            return (
              <EmptyState title={t('invite.none')} action={create}>
                {t('invite.noneText')}
              </EmptyState>
            )
          }
          return (
            <>
              <div>{create}</div>
              <ul class="rows">
                {rows.map((invite) => (
                  <InviteRow key={invite.id} invite={invite} />
                ))}
              </ul>
            </>
          )
        }}
      </Loaded>
      <MoreButton query={invites} />
      {isCreating && <InviteDialog courseId={courseId} onClose={() => setCreating(false)} />}
    </>
  )
}

function InviteRow({ invite }: { invite: Invite }) {
  const [isRevoking, setRevoking] = useState(false)
  const { id, courseId, label, uses, maxUses, expiresAt, createdAt } = invite
  const state = stateOf(invite)
  const revoke = async () => {
    const params = { path: { id: courseId, inviteId: id } }
    await take(api.DELETE('/api/courses/{id}/invites/{inviteId}', { params }))
    await queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/invites', courseId] })
    setRevoking(false)
  }
  return (
    <li class="people-row">
      <div>
        <p class="people-name">{label}</p>
        <p class="muted small">{t('invite.created', { date: formatDate(createdAt) })}</p>
      </div>
      <div class="small">
        <Badge tone={state === 'open' ? 'good' : 'neutral'}>{t(`invite.state.${state}`)}</Badge>
        <p class="muted">
          {maxUses === null ? t('invite.uses', { uses }) : t('invite.usesOf', { uses, max: maxUses })}
          {expiresAt && <> · {t('until', { date: formatDate(expiresAt) })}</>}
        </p>
      </div>
      <div class="row people-actions">
        {state === 'open' && (
          <Button isSmall aria-label={t('invite.revokeOf', { label })} onClick={() => setRevoking(true)}>
            {t('invite.revoke')}
          </Button>
        )}
      </div>
      {isRevoking && (
        <Confirm
          title={t('invite.revokeTitle', { label })}
          action={t('invite.revoke')}
          isDanger
          onConfirm={revoke}
          onClose={() => setRevoking(false)}
        >
          <p>{t('invite.revokeText')}</p>
        </Confirm>
      )}
    </li>
  )
}

function stateOf({ revokedAt, expiresAt, uses, maxUses }: Invite): 'open' | 'revoked' | 'expired' | 'used' {
  if (revokedAt) return 'revoked'
  if (expiresAt && new Date(expiresAt).getTime() <= Date.now()) return 'expired'
  return maxUses !== null && uses >= maxUses ? 'used' : 'open'
}
