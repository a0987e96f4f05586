import { ChevronLeft, ChevronRight } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { Outline } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { t } from './messages.js'

interface LessonStepsProps {
  course: string
  lessonId: string
  outline: Outline | undefined
}

/** To the lesson before and the one behind, also by Alt and the page keys. */
export function LessonSteps({ course, lessonId, outline }: LessonStepsProps) {
  const { route } = useLocation()
  const lessons = outline ? lessonsOf(outline) : []
  const at = lessons.findIndex(({ id }) => id === lessonId)
  const previous = at > 0 ? lessons[at - 1] : undefined
  const next = at >= 0 ? lessons[at + 1] : undefined
  const addressOf = (id: string) => `/app/courses/${course}/lessons/${id}`
  useEffect(() => {
    const step = (event: KeyboardEvent) => {
      const target = event.key === 'PageUp' ? previous : event.key === 'PageDown' ? next : undefined
      if (!event.altKey || !target) return
      event.preventDefault()
      route(addressOf(target.id))
    }
    addEventListener('keydown', step)
    return () => removeEventListener('keydown', step)
  }, [previous?.id, next?.id])
  if (!previous && !next) return null
  return (
    <nav class="player-steps" aria-label={t('player.steps')}>
      {previous && (
        <a class="player-step" href={addressOf(previous.id)} aria-keyshortcuts="Alt+PageUp">
          <ChevronLeft size={20} aria-hidden="true" />
          <span>
            <span class="muted small">{t('player.previous')}</span> {previous.title}
          </span>
        </a>
      )}
      {next && (
        <a class="player-step player-step-next" href={addressOf(next.id)} aria-keyshortcuts="Alt+PageDown">
          <span>
            <span class="muted small">{t('player.next')}</span> {next.title}
          </span>
          <ChevronRight size={20} aria-hidden="true" />
        </a>
      )}
      <p class="player-keys muted small">{t('player.keys')}</p>
    </nav>
  )
}
