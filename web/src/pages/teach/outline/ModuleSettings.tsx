import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Checkbox, Field, TextArea } from '../../../ui/Field.js'
import { Loaded } from '../../../ui/Loaded.js'
import type { Course } from '../course.js'
import { refreshOutline, useOutline } from '../outline.js'
import { ReleaseFields, releaseFrom } from '../release/ReleaseFields.js'
import { t } from './messages.js'

interface ModuleSettingsProps {
  course: Course
  moduleId: string
  onClose: () => void
}

/** Title, summary, who may read it, and when it opens. */
export function ModuleSettings({ course, moduleId, onClose }: ModuleSettingsProps) {
  const module = useQuery({
    queryKey: ['/api/modules/{id}', moduleId],
    queryFn: () => take(api.GET('/api/modules/{id}', { params: { path: { id: moduleId } } })),
    staleTime: 0,
    gcTime: 0
  })
  if (!module.data) {
    return (
      <Dialog title={t('module.settings')} onClose={onClose}>
        <Loaded query={module}>{() => null}</Loaded>
      </Dialog>
    )
  }
  return <ModuleForm course={course} module={module.data} onClose={onClose} />
}

function ModuleForm({
  course,
  module,
  onClose
}: Pick<ModuleSettingsProps, 'course' | 'onClose'> & { module: Schema<'Module'> }) {
  const outline = useOutline(course.id)
  const save = async (data: FormData) => {
    await take(
      api.PATCH('/api/modules/{id}', {
        params: { path: { id: module.id } },
        headers: seen(module),
        body: {
          title: String(data.get('title')),
          summary: String(data.get('summary')),
          isFree: data.has('isFree'),
          release: releaseFrom(data, course.timeZone)
        }
      })
    )
    await refreshOutline(course.id)
    onClose()
  }
  return (
    <Confirm title={t('module.settings')} action={t('save')} onConfirm={save} onClose={onClose}>
      <Field name="title" label={t('module.title')} defaultValue={module.title} required maxLength={200} />
      <TextArea
        name="summary"
        label={t('module.summary')}
        hint={t('module.summaryHint')}
        defaultValue={module.summary}
        rows={3}
        maxLength={2000}
      />
      <ReleaseFields of="module" value={module.release} timeZone={course.timeZone} outline={outline.data} />
      <Checkbox name="isFree" label={t('module.free')} hint={t('module.freeHint')} defaultChecked={module.isFree} />
    </Confirm>
  )
}
