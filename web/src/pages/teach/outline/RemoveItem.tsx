import { Confirm } from '../../../ui/Confirm.js'
import { toast } from '../../../ui/toast.js'
import { changeItem, removeItem } from './changes.js'
import { t } from './messages.js'

interface RemoveItemProps {
  item: { courseId: string; id: string }
  name: string
  /** How many go with it, of a module. */
  lessons?: number
  onClose: () => void
}

export function RemoveItem({ item, name, lessons, onClose }: RemoveItemProps) {
  const remove = async () => {
    await removeItem(item)
    onClose()
    const restore = () => void changeItem(item, { status: 'draft' })
    toast(t('removed', { name }), { action: { label: t('restore'), run: restore } })
  }
  return (
    <Confirm title={t('remove.title', { name })} action={t('remove')} isDanger onConfirm={remove} onClose={onClose}>
      <p>{lessons === undefined ? t('remove.lesson') : t('remove.module', { count: lessons })}</p>
    </Confirm>
  )
}
