import { Circle, CircleCheck, Lock as LockIcon } from 'lucide-preact'
import type { Lock } from '../../courses/lock-text.js'
import type { OutlineLesson } from '../../courses/queries.js'
import { Badge } from '../../ui/Badge.js'
import { duration } from './duration.js'
import { t } from './messages.js'

interface LessonItemProps {
  lesson: OutlineLesson
  course: string
  /** Why it is locked, where that is to be said of this lesson. */
  reason: Lock | null
  explain: (lock: Lock) => string
  isNext: boolean
  isCurrent: boolean
}

/** A locked one leads nowhere, and says why. */
export function LessonItem({ lesson, course, reason, explain, isNext, isCurrent }: LessonItemProps) {
  const { id, title, minutes, isRequired, isFree, hasQuiz, lock, completedAt, status } = lesson
  const state = completedAt !== null ? 'done' : lock ? 'locked' : 'open'
  const facts = [
    hasQuiz && t('lesson.quiz'),
    minutes !== null && duration(minutes),
    !isRequired && t('lesson.optional'),
    reason && reason.reason !== 'not_enrolled' && explain(reason)
  ].filter((fact) => typeof fact === 'string')
  const isOpen = !lock || completedAt !== null
  return (
    <li class={`outline-item is-${state}`}>
      <StateIcon state={state} />
      <div class="outline-item-text">
        {isOpen ? (
          <a href={`/app/courses/${course}/lessons/${id}`} aria-current={isCurrent ? 'page' : undefined}>
            {title}
          </a>
        ) : (
          <span>{title}</span>
        )}
        {facts.length > 0 && <p class="muted small">{facts.join(' · ')}</p>}
      </div>
      {status === 'draft' && <Badge>{t('lesson.draft')}</Badge>}
      {isNext && !isCurrent && <Badge tone="info">{t('lesson.next')}</Badge>}
      {isFree && !isNext && completedAt === null && <Badge tone="good">{t('lesson.free')}</Badge>}
    </li>
  )
}

const icons = { done: CircleCheck, locked: LockIcon, open: Circle }

function StateIcon({ state }: { state: keyof typeof icons }) {
  const Icon = icons[state]
  return (
    <span class="outline-icon">
      <Icon size={20} aria-hidden="true" />
      <span class="unseen">{t(`lesson.${state}`)}:</span>
    </span>
  )
}
