import type { Schema } from '../api/client.js'
import { formatBytes } from '../messages/format.js'
import './attempts.css'
import { t } from './messages.js'
import { NumberedText } from './NumberedText.js'

export type HandedIn = Schema<'Attempt'>['items'][number]
export type Deliverable = Pick<Schema<'Project'>['deliverables'][number], 'id' | 'title'>

interface AttemptItemsProps {
  items: readonly HandedIn[]
  /** Of the project, as it asks for them now. */
  deliverables: readonly Deliverable[]
  checklist: readonly string[]
  checklistItems: readonly { id: string; text: string }[]
  note: string
  /** Called when a line of a text is picked to be commented. */
  onLine?: (deliverableId: string, line: number) => void
}

/** What was handed in, in the order in which the project asks for it. */
export function AttemptItems({ items, deliverables, checklist, checklistItems, note, onLine }: AttemptItemsProps) {
  const former = items.filter(({ deliverableId }) => deliverables.every(({ id }) => id !== deliverableId))
  return (
    <dl class="attempt-items">
      {deliverables.map(({ id, title }) => (
        <div key={id}>
          <dt>{title}</dt>
          <dd>
            <Item item={items.find(({ deliverableId }) => deliverableId === id)} title={title} onLine={onLine} />
          </dd>
        </div>
      ))}
      {former.map((item) => (
        <div key={item.deliverableId}>
          <dt>{t('formerDeliverable')}</dt>
          <dd>
            <Item item={item} title={t('formerDeliverable')} onLine={onLine} />
          </dd>
        </div>
      ))}
      {checklistItems.length > 0 && (
        <div>
          <dt>{t('checklist')}</dt>
          <dd>
            <ul class="attempt-checklist">
              {checklistItems.map(({ id, text }) => (
                <li key={id}>
                  {text} <span class="muted">({t(checklist.includes(id) ? 'ticked' : 'unticked')})</span>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {note && (
        <div>
          <dt>{t('note')}</dt>
          <dd class="attempt-note">{note}</dd>
        </div>
      )}
    </dl>
  )
}

interface ItemProps {
  item: HandedIn | undefined
  title: string
  onLine: AttemptItemsProps['onLine']
}

function Item({ item, title, onLine }: ItemProps) {
  switch (item?.kind) {
    case undefined:
      return <span class="muted">{t('notHandedIn')}</span>
    case 'link':
      return <OuterLink url={item.url} />
    case 'repository':
      return (
        <>
          <OuterLink url={item.url} />
          {item.commit && <code class="attempt-commit">{t('commit', { commit: item.commit.slice(0, 12) })}</code>}
        </>
      )
    case 'file':
      return (
        <ul class="attempt-files">
          {item.files.map(({ id, name, size }) => (
            <li key={id}>
              <a href={`/api/files/${id}`} target="_blank" rel="noreferrer">
                {name}
                <span class="unseen"> {t('opensElsewhere')}</span>
              </a>{' '}
              <span class="muted small">{formatBytes(size)}</span>
            </li>
          ))}
        </ul>
      )
    case 'text': {
      const { deliverableId, text } = item
      return (
        <NumberedText
          text={text}
          label={t('text', { title })}
          onLine={onLine && ((line) => onLine(deliverableId, line))}
        />
      )
    }
  }
}

/** It was typed by a learner: it leads out, and learns nothing of where it stood. */
export function OuterLink({ url }: { url: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener nofollow ugc">
      {url}
      <span class="unseen"> {t('opensElsewhere')}</span>
    </a>
  )
}
