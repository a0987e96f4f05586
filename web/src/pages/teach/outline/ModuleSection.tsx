import { useState } from 'preact/hooks'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import type { Course } from '../course.js'
import { Handle } from '../order/Handle.js'
import { dropClass } from '../order/useDrag.js'
import type { Outline } from '../outline.js'
import { RowMenu } from '../RowMenu.js'
import { AddTitle } from './AddTitle.js'
import { addLesson, changeItem, publishModule } from './changes.js'
import { InlineTitle } from './InlineTitle.js'
import { LessonRow } from './LessonRow.js'
import { ModuleSettings } from './ModuleSettings.js'
import { t } from './messages.js'
import type { Ordering } from './OutlineEditor.js'
import { RemoveItem } from './RemoveItem.js'
import { StatusSelect } from './StatusSelect.js'

interface ModuleSectionProps {
  course: Course
  module: Outline['modules'][number]
  ordering: Ordering
  isFirst: boolean
  isLast: boolean
}

export function ModuleSection({ course, module, ordering, isFirst, isLast }: ModuleSectionProps) {
  const [dialog, setDialog] = useState<'settings' | 'remove' | null>(null)
  const { id, title, lessons, status = 'draft' } = module
  const { drag, stepModule } = ordering
  const item = { courseId: course.id, id }
  const hasDrafts = status === 'draft' || lessons.some((lesson) => lesson.status === 'draft')
  const publish = () =>
    publishModule(course.id, module).then(
      () => toast(t('module.allPublished', { name: title })),
      (error: unknown) => toast(problemText(error))
    )
  return (
    <li
      class={`order-row outline-module ${dropClass(drag.dragging, id)}`}
      data-drag-kind="module"
      data-drag-id={id}
      data-drop-kind="lesson"
      data-drop-id={id}
    >
      <div class="outline-head">
        <Handle id={id} name={title} drag={drag.handle('module', id)} onStep={(by) => stepModule(module, by)} />
        <InlineTitle title={title} onRename={(text) => changeItem(item, { title: text })}>
          <h2 class="outline-module-title">{title}</h2>
        </InlineTitle>
        <div class="outline-meta">
          <StatusSelect name={title} status={status} onChange={(to) => changeItem(item, { status: to })} />
        </div>
        <RowMenu label={t('module.more', { name: title })}>
          <button type="button" onClick={() => setDialog('settings')}>
            {t('module.settings')}
          </button>
          {hasDrafts && (
            <button type="button" onClick={() => void publish()}>
              {t('module.publishAll')}
            </button>
          )}
          <button type="button" disabled={isFirst} onClick={() => stepModule(module, -1)}>
            {t('up')}
          </button>
          <button type="button" disabled={isLast} onClick={() => stepModule(module, 1)}>
            {t('down')}
          </button>
          <button type="button" onClick={() => setDialog('remove')}>
            {t('remove')}
          </button>
        </RowMenu>
      </div>
      {module.summary && <p class="muted outline-summary">{module.summary}</p>}
      {lessons.length === 0 && <p class="muted outline-summary">{t('module.empty')}</p>}
      <ol class="outline-lessons" aria-label={t('module.lessons', { name: title })}>
        {lessons.map((lesson) => (
          <LessonRow key={lesson.id} course={course} lesson={lesson} ordering={ordering} />
        ))}
      </ol>
      <AddTitle
        label={t('lesson.add')}
        name={t('lesson.addTo', { module: title })}
        field={t('lesson.title')}
        onAdd={(text) => addLesson(course.id, id, text)}
      />
      {dialog === 'settings' && <ModuleSettings course={course} moduleId={id} onClose={() => setDialog(null)} />}
      {dialog === 'remove' && (
        <RemoveItem item={item} name={title} lessons={lessons.length} onClose={() => setDialog(null)} />
      )}
    </li>
  )
}
