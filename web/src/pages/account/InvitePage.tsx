import { useMutation, useQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import type { PageParams } from '../../lazy-page.js'
import { withNext } from '../../session/next.js'
import { useMe } from '../../session/session.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

/** Where an invitation leads; whoever is not signed in comes back to it when they are. */
export default function InvitePage({ params }: { params: PageParams }) {
  const token = params.token ?? ''
  const preview = useQuery({
    queryKey: ['/api/invites/preview', token],
    queryFn: () => take(api.POST('/api/invites/preview', { body: { token } }))
  })
  if (preview.error instanceof Problem && isOver(preview.error)) return <OverPage problem={preview.error} />
  return (
    <Page title={t('invite.title')} width="text">
      <Loaded query={preview}>{(invite) => <Invitation invite={invite} token={token} />}</Loaded>
    </Page>
  )
}

function isOver({ status }: Problem): boolean {
  return status === 400 || status === 404 || status === 409
}

function OverPage({ problem }: { problem: Problem }) {
  const why = problem.status === 409 ? problemText(problem) : t('invite.unknown')
  return (
    <Page title={t('invite.overTitle')} width="text">
      <EmptyState title={why} action={<LinkButton href="/app/courses">{t('invite.toCourses')}</LinkButton>}>
        {t('invite.askAnew')}
      </EmptyState>
    </Page>
  )
}

function Invitation({ invite, token }: { invite: Schema<'InvitePreview'>; token: string }) {
  const { data: me } = useMe()
  if (!invite.usable) {
    return (
      <EmptyState
        title={t('invite.closed', { title: invite.title })}
        action={<LinkButton href="/app/courses">{t('invite.toCourses')}</LinkButton>}
      >
        {t('invite.askAnew')}
      </EmptyState>
    )
  }
  const here = `/app/invites/${token}`
  return (
    <div class="stack">
      <p>{t('invite.to')}</p>
      <h2>{invite.title}</h2>
      {me ? (
        <Accept courseId={invite.courseId} token={token} name={me.user.fullName ?? me.user.username} />
      ) : (
        <>
          <p>{t('invite.signInFirst')}</p>
          <div class="row">
            <LinkButton look="primary" href={withNext('/app/register', here)}>
              {t('invite.register')}
            </LinkButton>
            <LinkButton href={withNext('/app/login', here)}>{t('login.title')}</LinkButton>
          </div>
        </>
      )}
    </div>
  )
}

function Accept({ courseId, token, name }: { courseId: string; token: string; name: string }) {
  const { route } = useLocation()
  const course = `/app/courses/${courseId}`
  const accept = useMutation({
    mutationFn: () => take(api.POST('/api/invites/accept', { body: { token } })),
    onSuccess: ({ queuePosition }) => {
      toast(queuePosition === null ? t('invite.joined') : t('invite.waiting', { position: queuePosition }))
      route(course)
    }
  })
  const isThere = accept.error instanceof Problem && accept.error.code === 'ALREADY_ENROLLED'
  return (
    <>
      <p class="muted">{t('invite.as', { name })}</p>
      {accept.error && (
        <div class="form-problem" role="alert">
          <p>{problemText(accept.error)}</p>
        </div>
      )}
      <div>
        {isThere ? (
          <LinkButton look="primary" href={course}>
            {t('invite.toCourse')}
          </LinkButton>
        ) : (
          <Button look="primary" isBusy={accept.isPending} onClick={() => accept.mutate()}>
            {t('invite.accept')}
          </Button>
        )}
      </div>
    </>
  )
}
