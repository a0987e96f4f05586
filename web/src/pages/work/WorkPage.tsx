import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { SubmissionBadge } from '../../attempts/SubmissionBadge.js'
import { formatRelative } from '../../messages/format.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'
import './work.css'

type Submission = Schema<'OwnSubmission'>

const pageSize = 100

/** What asks for something comes first. */
const groups = [
  { key: 'group.changes', statuses: ['changes_requested'] },
  { key: 'group.prepare', statuses: ['draft', 'withdrawn'] },
  { key: 'group.waiting', statuses: ['submitted', 'in_review'] },
  { key: 'group.decided', statuses: ['accepted', 'rejected'] }
] as const

/** My work over all courses, by what is to be done about it. */
export default function WorkPage() {
  const submissions = useInfiniteQuery({
    queryKey: ['/api/me/submissions', pageSize],
    queryFn: ({ pageParam }) => {
      return take(api.GET('/api/me/submissions', { params: { query: { limit: pageSize, cursor: pageParam } } }))
    },
    ...byCursor
  })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={submissions}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <NoWork />
          return (
            <div class="stack-wide">
              {groups.map(({ key, statuses }) => (
                <Group
                  key={key}
                  title={t(key)}
                  rows={rows.filter(({ status }) => (statuses as readonly string[]).includes(status))}
                />
              ))}
            </div>
          )
        }}
      </Loaded>
      <MoreButton query={submissions} />
    </Page>
  )
}

function NoWork() {
  return (
    <EmptyState
      title={t('empty')}
      action={
        <LinkButton href="/app/courses" look="primary">
          {t('empty.action')}
        </LinkButton>
      }
    >
      {t('empty.text')}
    </EmptyState>
  )
}

function Group({ title, rows }: { title: string; rows: readonly Submission[] }) {
  if (rows.length === 0) return null
  return (
    <section class="stack-tight" aria-label={title}>
      <h2>{title}</h2>
      <ul class="rows">
        {rows.map((submission) => (
          <li key={submission.id}>
            <WorkRow submission={submission} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function WorkRow({ submission }: { submission: Submission }) {
  const { id, status, project, course, projectId, attempts } = submission
  const isPrepared = status === 'draft' || status === 'withdrawn'
  return (
    <div class="work-row">
      <div class="work-what">
        <a class="work-title" href={isPrepared ? `/app/projects/${projectId}` : `/app/submissions/${id}`}>
          {project.title}
        </a>
        <p class="muted small">
          {course.title}
          {attempts > 0 && ` · ${t('attempt', { number: attempts })}`}
        </p>
      </div>
      <SubmissionBadge status={status} />
      <p class="muted small work-when">{whenText(submission)}</p>
    </div>
  )
}

function whenText({ status, submittedAt, decidedAt, updatedAt }: Submission): string {
  const isWaiting = status === 'submitted' || status === 'in_review'
  const isDecided = status === 'accepted' || status === 'rejected' || status === 'changes_requested'
  if (isWaiting && submittedAt) return t('when.submitted', { when: formatRelative(submittedAt) })
  if (isDecided && decidedAt) return t('when.decided', { when: formatRelative(decidedAt) })
  return t('when.updated', { when: formatRelative(updatedAt) })
}
