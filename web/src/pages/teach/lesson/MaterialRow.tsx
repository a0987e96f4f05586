import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { formatBytes } from '../../../messages/format.js'
import { Confirm } from '../../../ui/Confirm.js'
import { RowMenu } from '../RowMenu.js'
import { readLesson } from './lesson.js'
import { type Material, MaterialForm } from './MaterialForm.js'
import { t } from './messages.js'

interface MaterialRowProps {
  material: Material
  onInsert: (text: string) => void
}

export function MaterialRow({ material, onInsert }: MaterialRowProps) {
  const [dialog, setDialog] = useState<'edit' | 'remove' | null>(null)
  const { id, lessonId, kind, title, url, file } = material
  const close = () => setDialog(null)
  const remove = async () => {
    await take(api.DELETE('/api/materials/{id}', { params: { path: { id } }, headers: seen(material) }))
    await readLesson(lessonId)
    close()
  }
  const address = file ? `/api/files/${file.id}` : url
  const isPicture = file?.contentType.startsWith('image/') ?? false
  return (
    <div class="material">
      <div>
        {address ? (
          <a href={address} target="_blank" rel="noopener">
            {title}
          </a>
        ) : (
          title
        )}
        <p class="small muted">
          {t(`kind.${kind}`)}
          {file && ` · ${formatBytes(file.size)}`}
        </p>
      </div>
      <RowMenu label={t('materials.more', { name: title })}>
        <button type="button" onClick={() => setDialog('edit')}>
          {t('materials.editShort')}
        </button>
        {file && (
          <button type="button" onClick={() => onInsert(`${isPicture ? '!' : ''}[${title}](/api/files/${file.id})`)}>
            {isPicture ? t('materials.insertPicture') : t('materials.insertLink')}
          </button>
        )}
        <button type="button" onClick={() => setDialog('remove')}>
          {t('materials.remove')}
        </button>
      </RowMenu>
      {dialog === 'edit' && <MaterialForm lessonId={lessonId} kind={kind} material={material} onClose={close} />}
      {dialog === 'remove' && (
        <Confirm
          title={t('materials.removeTitle', { name: title })}
          action={t('materials.remove')}
          isDanger
          onConfirm={remove}
          onClose={close}
        >
          <p>{t('materials.removeText')}</p>
        </Confirm>
      )}
    </div>
  )
}
