import { useState } from 'preact/hooks'
import { Confirm } from '../../../ui/Confirm.js'
import { Select } from '../../../ui/Field.js'
import type { Outline } from '../outline.js'
import { t } from './messages.js'

type Module = Outline['modules'][number]

interface MoveLessonProps {
  lesson: Module['lessons'][number]
  modules: readonly Module[]
  onMove: (moduleId: string, to: number) => void
  onClose: () => void
}

/** To another module, or far away, without dragging. */
export function MoveLesson({ lesson, modules, onMove, onClose }: MoveLessonProps) {
  const home = modules.find(({ lessons }) => lessons.some(({ id }) => id === lesson.id))?.id ?? ''
  const [moduleId, setModuleId] = useState(home)
  const others = (modules.find(({ id }) => id === moduleId)?.lessons ?? []).filter(({ id }) => id !== lesson.id)
  return (
    <Confirm
      title={t('move.title', { name: lesson.title })}
      action={t('move.submit')}
      onConfirm={async (data) => onMove(moduleId, Number(data.get('to')))}
      onClose={onClose}
    >
      <Select
        name="moduleId"
        label={t('move.module')}
        value={moduleId}
        onChange={({ currentTarget }) => setModuleId(currentTarget.value)}
        options={modules.map(({ id, title }) => ({ value: id, label: title }))}
      />
      <Select
        key={moduleId}
        name="to"
        label={t('move.place')}
        options={[
          { value: '0', label: t('move.first') },
          ...others.map(({ title }, i) => ({ value: String(i + 1), label: t('move.after', { name: title }) }))
        ]}
      />
    </Confirm>
  )
}
