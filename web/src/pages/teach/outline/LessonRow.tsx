import { useState } from 'preact/hooks'
import { Badge } from '../../../ui/Badge.js'
import type { Course } from '../course.js'
import { Handle } from '../order/Handle.js'
import { dropClass } from '../order/useDrag.js'
import type { Outline } from '../outline.js'
import { RowMenu } from '../RowMenu.js'
import { changeItem } from './changes.js'
import { InlineTitle } from './InlineTitle.js'
import { t } from './messages.js'
import type { Ordering } from './OutlineEditor.js'
import { RemoveItem } from './RemoveItem.js'
import { StatusSelect } from './StatusSelect.js'

interface LessonRowProps {
  course: Course
  lesson: Outline['modules'][number]['lessons'][number]
  ordering: Ordering
}

export function LessonRow({ course, lesson, ordering }: LessonRowProps) {
  const [isRemoving, setRemoving] = useState(false)
  const { id, title, status = 'draft' } = lesson
  const { drag, stepLesson, moveElsewhere } = ordering
  const item = { courseId: course.id, id }
  const path = `/app/teach/courses/${course.id}/lessons/${id}`
  return (
    <li class={`order-row outline-lesson ${dropClass(drag.dragging, id)}`} data-drag-kind="lesson" data-drag-id={id}>
      <div class="outline-head">
        <Handle id={id} name={title} drag={drag.handle('lesson', id)} onStep={(by) => stepLesson(lesson, by)} />
        <InlineTitle title={title} onRename={(text) => changeItem(item, { title: text })}>
          <a class="outline-lesson-title" href={path}>
            {title}
          </a>
        </InlineTitle>
        <div class="outline-meta">
          <LessonFacts lesson={lesson} />
          <StatusSelect name={title} status={status} onChange={(to) => changeItem(item, { status: to })} />
        </div>
        <RowMenu label={t('lesson.more', { name: title })}>
          <a href={path}>{t('lesson.edit')}</a>
          <a href={`${path}/quiz`}>{t('lesson.quiz')}</a>
          <button type="button" onClick={() => stepLesson(lesson, -1)}>
            {t('up')}
          </button>
          <button type="button" onClick={() => stepLesson(lesson, 1)}>
            {t('down')}
          </button>
          <button type="button" onClick={() => moveElsewhere(lesson)}>
            {t('lesson.move')}
          </button>
          <button type="button" onClick={() => setRemoving(true)}>
            {t('remove')}
          </button>
        </RowMenu>
      </div>
      {isRemoving && <RemoveItem item={item} name={title} onClose={() => setRemoving(false)} />}
    </li>
  )
}

function LessonFacts({ lesson: { minutes, isRequired, isFree, hasQuiz } }: Pick<LessonRowProps, 'lesson'>) {
  return (
    <>
      {minutes !== null && <span class="small muted">{t('lesson.minutes', { minutes })}</span>}
      {!isRequired && <Badge>{t('lesson.optional')}</Badge>}
      {isFree && <Badge tone="info">{t('lesson.free')}</Badge>}
      {hasQuiz && <Badge tone="info">{t('lesson.hasQuiz')}</Badge>}
    </>
  )
}
