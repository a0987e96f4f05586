import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../api/client.js'
import { Badge } from '../ui/Badge.js'
import { Select } from '../ui/Field.js'
import { Loaded } from '../ui/Loaded.js'
import { OuterLink } from './AttemptItems.js'
import './diff.css'
import { DiffLines } from './DiffLines.js'
import { DiffScores } from './DiffScores.js'
import { t } from './messages.js'

type Diff = Schema<'AttemptDiff'>
type Change = Diff['deliverables'][number]

interface AttemptDiffProps {
  submissionId: string
  /** The later of the two. */
  number: number
  /** The attempts that it can be compared with, if one may choose; without them it is the last one before. */
  earlier?: readonly number[]
}

/** What has changed since an earlier attempt. */
export function AttemptDiff({ submissionId, number, earlier = [] }: AttemptDiffProps) {
  const [from, setFrom] = useState<number>()
  const diff = useQuery({
    queryKey: ['/api/submissions/{id}/attempts/{n}/diff', submissionId, number, from],
    queryFn: () => {
      const params = { path: { id: submissionId, n: number }, query: { from } }
      return take(api.GET('/api/submissions/{id}/attempts/{n}/diff', { params }))
    }
  })
  return (
    <div class="stack">
      {earlier.length > 1 && (
        <Select
          name="from"
          label={t('diff.compare')}
          value={String(from ?? diff.data?.from?.number ?? '')}
          options={earlier.map((n) => ({ value: String(n), label: t('attempt', { number: n }) }))}
          onChange={(event) => setFrom(Number(event.currentTarget.value))}
        />
      )}
      <Loaded query={diff}>{(loaded) => <DiffView diff={loaded} />}</Loaded>
    </div>
  )
}

export function DiffView({ diff }: { diff: Diff }) {
  const { from, to, deliverables, checklist, note, criteria, threads } = diff
  const isUnchanged =
    deliverables.every(({ change }) => change === 'same') &&
    checklist.ticked.length + checklist.unticked.length + note.hunks.length === 0
  if (!from) return <p>{t('diff.first')}</p>
  return (
    <div class="stack">
      <h3>{t('diff.title', { from: from.number, to: to.number })}</h3>
      {isUnchanged && <p>{t('diff.nothing')}</p>}
      <ul class="diff">
        {deliverables.map((change) => (
          <li key={change.deliverableId} class="stack-tight">
            <DeliverableChange change={change} />
          </li>
        ))}
        {note.hunks.length > 0 && (
          <li class="stack-tight">
            <h4>{t('note')}</h4>
            <DiffLines changes={note} title={t('note')} />
          </li>
        )}
        <ChecklistChange checklist={checklist} />
      </ul>
      {criteria && <DiffScores criteria={criteria} />}
      <p class="muted">
        {t('diff.settled', { count: threads.settled.length })} {t('diff.open', { count: threads.open.length })}
      </p>
    </div>
  )
}

function DeliverableChange({ change }: { change: Change }) {
  const title = change.title ?? t('formerDeliverable')
  return (
    <>
      <h4 class="row">
        {title} <ChangeBadge change={change.change} />
      </h4>
      {change.text && change.text.hunks.length > 0 && <DiffLines changes={change.text} title={title} />}
      {change.change !== 'same' && (change.before || change.after) && <Addresses change={change} />}
      {change.change !== 'same' && change.files && <Files files={change.files} />}
    </>
  )
}

function Addresses({ change: { before, after } }: { change: Change }) {
  const sides = [
    [t('diff.before'), before],
    [t('diff.after'), after]
  ] as const
  return (
    <dl class="diff-sides">
      {sides.map(([label, address]) => (
        <div key={label}>
          <dt class="muted small">{label}</dt>
          <dd>
            {address ? <OuterLink url={address.url} /> : t('notHandedIn')}
            {address?.commit && (
              <code class="attempt-commit">{t('commit', { commit: address.commit.slice(0, 12) })}</code>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Files({ files }: { files: NonNullable<Change['files']> }) {
  return (
    <ul class="attempt-files">
      {files.map(({ name, change, formerName, after }) => (
        <li key={name} class="row">
          {after ? <a href={`/api/files/${after.id}`}>{name}</a> : <del>{name}</del>}
          {change === 'renamed' ? (
            <Badge tone="info">{t('diff.renamed', { name: formerName })}</Badge>
          ) : (
            <ChangeBadge change={change} />
          )}
        </li>
      ))}
    </ul>
  )
}

function ChecklistChange({ checklist: { ticked, unticked } }: { checklist: Diff['checklist'] }) {
  if (ticked.length + unticked.length === 0) return null
  const lines = [
    ...ticked.map(({ id, text }) => ({ id, key: 'diff.newlyTicked' as const, text })),
    ...unticked.map(({ id, text }) => ({ id, key: 'diff.newlyUnticked' as const, text }))
  ]
  return (
    <li class="stack-tight">
      <h4>{t('checklist')}</h4>
      <ul>
        {lines.map(({ id, key, text }) => (
          <li key={id}>{t(key, { text: text ?? t('diff.formerItem') })}</li>
        ))}
      </ul>
    </li>
  )
}

const tones = { added: 'good', removed: 'bad', changed: 'info', same: 'neutral' } as const

function ChangeBadge({ change }: { change: Change['change'] }) {
  return <Badge tone={tones[change]}>{t(`diff.${change}`)}</Badge>
}
