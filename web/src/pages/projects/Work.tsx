import { useMutation, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { Loaded } from '../../ui/Loaded.js'
import { problemText } from '../../ui/problem-text.js'
import { DraftForm } from './DraftForm.js'
import { t } from './messages.js'
import { Outputs } from './Outputs.js'
import { fetchOwn, ownKey, refreshSubmission } from './submission-query.js'

type Project = Schema<'Project'>
type Own = NonNullable<Project['own']>

interface WorkProps {
  project: Project
  organizationId: string | undefined
}

/** What the learner does for the project: begins, prepares, waits, reads. */
export function Work({ project, organizationId }: WorkProps) {
  const { own } = project
  return (
    <section class="stack" aria-labelledby="project-work">
      <h2 id="project-work">{t('work')}</h2>
      {!own ? (
        <p class="muted">{t('work.staff')}</p>
      ) : own.status === null ? (
        <Start project={project} own={own} />
      ) : (
        <Begun project={project} own={own} organizationId={organizationId} />
      )}
    </section>
  )
}

/** Why nothing can be handed in; the server's clock decides, this is what is known of it. */
function whyNot({ status }: Project, { closesAt, attemptsLeft }: Own): string | undefined {
  if (status !== 'published') return t('work.notOpen')
  if (closesAt && Date.parse(closesAt) <= Date.now()) return t('work.closed')
  return attemptsLeft === 0 ? t('work.noAttempts') : undefined
}

function Start({ project, own }: { project: Project; own: Own }) {
  const { id } = project
  const start = useMutation({
    mutationFn: () => take(api.POST('/api/projects/{id}/start', { params: { path: { id } } })),
    onSuccess: (submission) => {
      queryClient.setQueryData(ownKey(id), submission)
      refreshSubmission(submission)
    }
  })
  const refusal = whyNot(project, own)
  if (refusal) return <p>{refusal}</p>
  return (
    <>
      <p>{t('work.none')}</p>
      {start.error && (
        <p class="form-problem" role="alert">
          {problemText(start.error)}
        </p>
      )}
      <div>
        <Button look="primary" isBusy={start.isPending} onClick={() => start.mutate()}>
          {t('work.start')}
        </Button>
      </div>
    </>
  )
}

function Begun({ project, own, organizationId }: WorkProps & { own: Own }) {
  const submission = useQuery({ queryKey: ownKey(project.id), queryFn: () => fetchOwn(project.id) })
  return (
    <Loaded query={submission}>
      {(loaded) => {
        const { id, status, attempts } = loaded
        const isOpen = status === 'draft' || status === 'changes_requested' || status === 'withdrawn'
        const refusal = whyNot(project, own)
        return (
          <div class="stack-wide">
            <div class="stack-tight">
              <Standing status={status} />
              {attempts > 0 && (
                <div>
                  <LinkButton href={`/app/submissions/${id}`} look={isOpen ? 'secondary' : 'primary'}>
                    {t(status === 'changes_requested' ? 'work.feedback' : 'work.open')}
                  </LinkButton>
                </div>
              )}
              {isOpen && refusal && <p>{refusal}</p>}
            </div>
            {isOpen && !refusal && (
              // A new one after each attempt: it begins with what was handed in.
              <DraftForm
                key={`${id} ${attempts}`}
                project={project}
                submission={loaded}
                own={own}
                organizationId={organizationId}
              />
            )}
            <Outputs project={project} submission={loaded} />
          </div>
        )
      }}
    </Loaded>
  )
}

function Standing({ status }: { status: NonNullable<Own['status']> }) {
  if (status === 'draft') return null
  return <p>{t(status === 'changes_requested' ? 'work.changes' : `work.${status}`)}</p>
}
