import { api, type Schema, seen, take } from '../../../api/client.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field } from '../../../ui/Field.js'
import { MarkdownInput } from '../MarkdownField.js'
import { readLesson } from './lesson.js'
import { t } from './messages.js'

export type Material = Schema<'Material'>
export type MaterialKind = Material['kind']

interface MaterialFormProps {
  lessonId: string
  kind: MaterialKind
  /** Absent: a new one. */
  material?: Material
  onClose: () => void
}

/** A material's title, and what it is: a text, or where it lies. A file stays the file that was uploaded. */
export function MaterialForm({ lessonId, kind, material, onClose }: MaterialFormProps) {
  const hasUrl = kind === 'link' || (kind === 'video' && !material?.file)
  const save = async (data: FormData) => {
    const title = String(data.get('title'))
    const text = (name: string) => String(data.get(name) ?? '')
    if (material) {
      const changes = { title, ...(hasUrl && { url: text('url') }), ...(kind === 'text' && { body: text('body') }) }
      const params = { path: { id: material.id } }
      await take(api.PATCH('/api/materials/{id}', { params, headers: seen(material), body: changes }))
    } else {
      const params = { path: { id: lessonId } }
      const body =
        kind === 'text' ? { kind, title, body: text('body') } : { kind: kindOfLink(kind), title, url: text('url') }
      await take(api.POST('/api/lessons/{id}/materials', { params, body }))
    }
    await readLesson(lessonId)
    onClose()
  }
  return (
    <Confirm
      title={material ? t('materials.edit', { name: material.title }) : t(`materials.new.${kind}`)}
      action={t('save')}
      onConfirm={save}
      onClose={onClose}
    >
      <Field name="title" label={t('materials.title')} defaultValue={material?.title} maxLength={200} required />
      {hasUrl && (
        <Field
          name="url"
          type="url"
          label={t('materials.url')}
          hint={kind === 'video' ? t('materials.videoHint') : t('materials.linkHint')}
          defaultValue={material?.url ?? ''}
          maxLength={2000}
          required
        />
      )}
      {kind === 'text' && (
        <MarkdownInput
          name="body"
          label={t('materials.body')}
          defaultValue={material?.body ?? ''}
          rows={10}
          maxLength={50_000}
          required
        />
      )}
    </Confirm>
  )
}

/** Files come by an upload, and never by this form. */
function kindOfLink(kind: MaterialKind): 'link' | 'video' {
  return kind === 'video' ? 'video' : 'link'
}
