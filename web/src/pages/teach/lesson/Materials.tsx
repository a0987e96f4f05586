import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { type KeptFile, UploadField } from '../../../files/UploadField.js'
import { Button } from '../../../ui/Button.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import type { Course } from '../course.js'
import { SortableList } from '../order/SortableList.js'
import { keepLesson, type Lesson, lessonKey, readLesson } from './lesson.js'
import { type Material, MaterialForm, type MaterialKind } from './MaterialForm.js'
import { MaterialRow } from './MaterialRow.js'
import { t } from './messages.js'

interface MaterialsProps {
  course: Course
  lesson: Lesson
  /** Puts something at the end of the text. */
  onInsert: (text: string) => void
}

const maxCount = 50
const videoName = /\.(mp4|webm)$/i

/** What stands below the text of a lesson: files, videos, links and further texts, in their order. */
export function Materials({ course, lesson, onInsert }: MaterialsProps) {
  const client = useQueryClient()
  const [adding, setAdding] = useState<MaterialKind | null>(null)
  const { id, materials } = lesson
  const params = { path: { id } }

  const order = (items: Material[]) => {
    const before = client.getQueryData<Lesson>(lessonKey(id))
    client.setQueryData(lessonKey(id), { ...lesson, materials: items })
    const body = { ids: items.map((item) => item.id) }
    take(api.PUT('/api/lessons/{id}/materials/order', { params, body })).then(keepLesson, (error: unknown) => {
      client.setQueryData(lessonKey(id), before)
      toast(problemText(error))
    })
  }
  const addFile = (file: KeptFile) => {
    const kind = videoName.test(file.name) ? 'video' : 'file'
    const body = { kind, title: file.name, fileId: file.id } as const
    take(api.POST('/api/lessons/{id}/materials', { params, body })).then(
      () => void readLesson(id),
      (error: unknown) => toast(problemText(error))
    )
  }
  return (
    <section class="stack" aria-labelledby="materials">
      <h2 id="materials">{t('materials')}</h2>
      {materials.length === 0 && <p class="muted">{t('materials.none')}</p>}
      {materials.length > 0 && (
        <SortableList
          label={t('materials')}
          items={materials}
          idOf={(material) => material.id}
          nameOf={(material) => material.title}
          onOrder={order}
        >
          {(material) => <MaterialRow material={material} onInsert={onInsert} />}
        </SortableList>
      )}
      {materials.length < maxCount && (
        <>
          <UploadField
            label={t('materials.upload')}
            files={[]}
            max={maxCount - materials.length}
            organizationId={course.organizationId}
            onAdd={addFile}
            onRemove={() => undefined}
            onBusy={() => undefined}
          />
          <div class="row">
            <Button onClick={() => setAdding('link')}>{t('materials.addLink')}</Button>
            <Button onClick={() => setAdding('video')}>{t('materials.addVideo')}</Button>
            <Button onClick={() => setAdding('text')}>{t('materials.addText')}</Button>
          </div>
        </>
      )}
      {adding && <MaterialForm lessonId={id} kind={adding} onClose={() => setAdding(null)} />}
    </section>
  )
}
