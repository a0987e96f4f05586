import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../api/client.js'
import { everyRow } from '../../api/lists.js'
import { AttemptDiff } from '../../attempts/AttemptDiff.js'
import { AttemptItems } from '../../attempts/AttemptItems.js'
import { t as parts } from '../../attempts/messages.js'
import { type Place, Threads } from '../../attempts/Threads.js'
import { formatDateTime } from '../../messages/format.js'
import { useMe } from '../../session/session.js'
import { mayAny, reviewing } from '../../session/standing.js'
import { Badge } from '../../ui/Badge.js'
import { Loaded } from '../../ui/Loaded.js'
import { attemptQuery } from './attempt-query.js'
import { t } from './messages.js'

type Submission = Schema<'Submission'>
type Project = Schema<'Project'>

/** What was handed in, the newest first, with what has changed and what is said of it. */
export function Attempts({ submission, isOwn }: { submission: Submission; isOwn: boolean }) {
  const { id, projectId, attempts: newest } = submission
  const { query } = useLocation()
  const chosen = Number(query.attempt)
  const number = chosen >= 1 && chosen <= newest ? chosen : newest
  const project = useQuery({
    queryKey: ['/api/projects/{id}', projectId],
    queryFn: () => take(api.GET('/api/projects/{id}', { params: { path: { id: projectId } } }))
  })
  const list = useQuery({
    queryKey: ['/api/submissions/{id}/attempts', id],
    queryFn: () =>
      everyRow((cursor) => {
        const params = { path: { id }, query: { limit: 100, cursor } }
        return take(api.GET('/api/submissions/{id}/attempts', { params }))
      })
  })
  if (newest === 0) return <p class="muted">{t('attempts.none')}</p>
  return (
    <section class="stack" aria-labelledby="submission-attempts">
      <h2 id="submission-attempts">{t('attempts')}</h2>
      {list.data && list.data.length > 1 && (
        <nav class="tabs" aria-label={t('attempts.choose')}>
          {list.data.map((each) => (
            <a
              key={each.id}
              href={`/app/submissions/${id}?attempt=${each.number}`}
              aria-current={each.number === number ? 'page' : undefined}
            >
              {parts('attempt', { number: each.number })}
              {each.withdrawnAt && ` (${t('attempts.withdrawn')})`}
            </a>
          ))}
        </nav>
      )}
      <Attempt
        key={number}
        submission={submission}
        number={number}
        earlier={(list.data ?? []).filter((each) => each.number < number).map((each) => each.number)}
        project={project.data}
        isOwn={isOwn}
      />
    </section>
  )
}

interface AttemptProps {
  submission: Submission
  number: number
  earlier: readonly number[]
  /** Who has lost access to the course no longer reads it. */
  project: Project | undefined
  isOwn: boolean
}

function Attempt({ submission, number, earlier, project, isOwn }: AttemptProps) {
  const { id } = submission
  const { data: me } = useMe()
  const attempt = useQuery(attemptQuery(id, number))
  const [place, setPlace] = useState<Place>({})
  const [isComparing, setComparing] = useState(false)
  const isReviewer = !isOwn && mayAny(me, reviewing)
  const deliverables = project?.deliverables ?? []
  const mayWrite = isOwn || isReviewer
  return (
    <Loaded query={attempt}>
      {(loaded) => (
        <>
          <AttemptHead attempt={loaded} />
          <AttemptItems
            items={loaded.items}
            deliverables={deliverables}
            checklist={loaded.checklist}
            checklistItems={project?.checklist ?? []}
            note={loaded.note}
            {...(mayWrite && { onLine: (deliverableId: string, line: number) => setPlace({ deliverableId, line }) })}
          />
          {number > 1 && (
            <details class="submission-more" onToggle={(event) => setComparing(event.currentTarget.open)}>
              <summary>{t('attempts.changes')}</summary>
              {isComparing && <AttemptDiff submissionId={id} number={number} earlier={earlier} />}
            </details>
          )}
          <section class="stack submission-threads" aria-labelledby="submission-threads">
            <h2 id="submission-threads">{t('threads')}</h2>
            <Threads
              submissionId={id}
              attemptNumber={number}
              deliverables={deliverables}
              places={loaded.items.map(({ deliverableId, kind }) => ({
                id: deliverableId,
                kind,
                title: deliverables.find((each) => each.id === deliverableId)?.title ?? parts('formerDeliverable')
              }))}
              mayWrite={mayWrite}
              isReviewer={isReviewer}
              place={place}
              onPlace={setPlace}
            />
          </section>
        </>
      )}
    </Loaded>
  )
}

function AttemptHead({ attempt }: { attempt: Schema<'Attempt'> }) {
  const { submittedAt, isLate, daysLate, latePercent, minutes, withdrawnAt } = attempt
  return (
    <p class="row">
      <span>{t('attempts.submitted', { when: formatDateTime(submittedAt) })}</span>
      {isLate && <Badge tone="warn">{parts('late', { days: daysLate })}</Badge>}
      {latePercent > 0 && <span>{parts('latePercent', { percent: latePercent })}</span>}
      {minutes > 0 && <span class="muted">{parts('minutes', { minutes })}</span>}
      {withdrawnAt && <Badge>{t('attempts.withdrawn')}</Badge>}
    </p>
  )
}
