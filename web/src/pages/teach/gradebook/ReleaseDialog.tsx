import { api, take } from '../../../api/client.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Select } from '../../../ui/Field.js'
import { toast } from '../../../ui/toast.js'
import { type Item, itemKey, refreshGrades } from './grades.js'
import { t } from './messages.js'

interface ReleaseDialogProps {
  courseId: string
  items: readonly Item[]
  onClose: () => void
}

/** Lets learners see what they have got. */
export function ReleaseDialog({ courseId, items, onClose }: ReleaseDialogProps) {
  const release = async (data: FormData) => {
    const item = items.find((each) => itemKey(each) === data.get('item'))
    if (!item) return
    const { kind, itemId } = item
    const { released } = await take(
      api.POST('/api/courses/{id}/gradebook/release', { params: { path: { id: courseId } }, body: { kind, itemId } })
    )
    await refreshGrades(courseId)
    toast(t('release.done', { count: released }))
    onClose()
  }
  return (
    <Confirm title={t('release.title')} action={t('release.action')} onConfirm={release} onClose={onClose}>
      <p>{t('release.text')}</p>
      <Select
        name="item"
        label={t('item')}
        options={items.map((item) => ({ value: itemKey(item), label: item.title }))}
      />
    </Confirm>
  )
}
