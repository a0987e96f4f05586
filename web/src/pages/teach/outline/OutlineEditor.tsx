import { useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { EmptyState } from '../../../ui/Loaded.js'
import { problemText } from '../../../ui/problem-text.js'
import type { Course } from '../course.js'
import { OrderSpeech } from '../order/Handle.js'
import { useMoved } from '../order/moving.js'
import { useDrag } from '../order/useDrag.js'
import type { Outline } from '../outline.js'
import { AddTitle } from './AddTitle.js'
import { addModule } from './changes.js'
import { ModuleSection } from './ModuleSection.js'
import { MoveLesson } from './MoveLesson.js'
import { t } from './messages.js'
import * as orders from './outline-order.js'
import { useOutlineOrder } from './useOutlineOrder.js'

type Module = Outline['modules'][number]
type Lesson = Module['lessons'][number]

/** What the parts of the outline do with its order. */
export interface Ordering {
  drag: ReturnType<typeof useDrag>
  stepModule: (module: Module, by: -1 | 1) => void
  stepLesson: (lesson: Lesson, by: -1 | 1) => void
  /** Asks where to. */
  moveElsewhere: (lesson: Lesson) => void
}

export function OutlineEditor({ course, outline }: { course: Course; outline: Outline }) {
  const { order, unsaved, change, insist, giveUp } = useOutlineOrder(course.id, outline)
  const { said, note } = useMoved()
  const [leaving, setLeaving] = useState<Lesson | null>(null)
  const modules = orders.arrange(outline.modules, order)

  /** Shows the new order, and says where what has moved stands now. */
  const apply = (id: string, next: orders.Order) => {
    if (orders.isSameOrder(next, order)) return
    note(id, placeOf(id, orders.arrange(outline.modules, next)))
    change(next)
  }
  const drag = useDrag((id, { id: over, side }) => {
    if (side === 'into') return apply(id, orders.moveLesson(order, id, { moduleId: over, to: 0 }))
    const drop = id.startsWith('mod_') ? orders.dropModule : orders.dropLesson
    apply(id, drop(order, id, { beside: over, side }))
  })
  const ordering: Ordering = {
    drag,
    stepModule: ({ id }, by) => apply(id, orders.moveModule(order, id, indexOf(order, id) + by)),
    stepLesson: ({ id }, by) => apply(id, orders.stepLesson(order, id, by)),
    moveElsewhere: setLeaving
  }
  const moveTo = (moduleId: string, to: number) => {
    if (leaving) apply(leaving.id, orders.moveLesson(order, leaving.id, { moduleId, to }))
    setLeaving(null)
  }
  return (
    <section class="stack" aria-label={t('title')}>
      {unsaved && (
        <div class="outline-unsaved" role="alert">
          <p>
            <strong>{unsaved.why === 'changed' ? t('order.changed') : t('order.failed')}</strong>
          </p>
          <p>{unsaved.why === 'changed' ? t('order.changedText') : problemText(unsaved.error)}</p>
          <div class="row">
            <Button onClick={() => void insist()}>
              {unsaved.why === 'changed' ? t('order.insist') : t('order.retry')}
            </Button>
            <Button onClick={() => void giveUp()}>{t('order.giveUp')}</Button>
          </div>
        </div>
      )}
      {modules.length === 0 && <EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
      <ol class="outline-modules">
        {modules.map((module, i) => (
          <ModuleSection
            key={module.id}
            course={course}
            module={module}
            ordering={ordering}
            isFirst={i === 0}
            isLast={i === modules.length - 1}
          />
        ))}
      </ol>
      <AddTitle
        label={t('module.add')}
        field={t('module.title')}
        isOpen={modules.length === 0}
        onAdd={(title) => addModule(course.id, title)}
      />
      <OrderSpeech said={said} />
      {leaving && <MoveLesson lesson={leaving} modules={modules} onMove={moveTo} onClose={() => setLeaving(null)} />}
    </section>
  )
}

function indexOf(order: orders.Order, id: string): number {
  return order.findIndex((module) => module.id === id)
}

/** In words, for who hears the page. */
function placeOf(id: string, modules: readonly Module[]): string {
  const at = modules.findIndex((module) => module.id === id)
  const module = modules[at]
  if (module) return t('order.movedModule', { name: module.title, place: at + 1, count: modules.length })
  for (const { title, lessons } of modules) {
    const place = lessons.findIndex((lesson) => lesson.id === id)
    const lesson = lessons[place]
    if (lesson) {
      return t('order.movedLesson', { name: lesson.title, place: place + 1, count: lessons.length, module: title })
    }
  }
  return ''
}
