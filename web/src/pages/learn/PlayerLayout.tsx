import type { ComponentChildren } from 'preact'
import { isTaking, type Outline } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { useMedia } from '../../ui/use-media.js'
import { t } from './messages.js'
import { OutlineTree } from './OutlineTree.js'

interface PlayerLayoutProps {
  course: string
  lessonId: string
  outline: Outline | undefined
  children: ComponentChildren
}

/** A lesson with the others within reach: at the side where there is room, else behind a line that opens. */
export function PlayerLayout({ course, lessonId, outline, children }: PlayerLayoutProps) {
  const isWide = useMedia('(min-width: 64rem)')
  const tree = outline ? (
    <OutlineTree outline={outline} course={course} currentId={lessonId} isCompact />
  ) : (
    <Skeleton lines={6} />
  )
  const lessons = outline ? lessonsOf(outline) : []
  const completed = lessons.filter(({ completedAt }) => completedAt !== null).length
  if (isWide) {
    return (
      <div class="player">
        <div>{children}</div>
        <nav class="player-outline" aria-label={t('player.outline')}>
          {tree}
        </nav>
      </div>
    )
  }
  return (
    <div class="player">
      <nav class="player-outline" aria-label={t('player.outline')}>
        {/* Another lesson: closed again. */}
        <details key={lessonId}>
          <summary>
            {t(isTaking(outline?.enrolmentStatus) ? 'player.outlineOpen' : 'player.outlineClosed', {
              completed,
              total: lessons.length
            })}
          </summary>
          {tree}
        </details>
      </nav>
      <div>{children}</div>
    </div>
  )
}
