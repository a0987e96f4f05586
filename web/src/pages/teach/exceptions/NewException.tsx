import { api, take } from '../../../api/client.js'
import { PersonField } from '../../../people/PersonField.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Select, TextArea } from '../../../ui/Field.js'
import { useOutline } from '../outline.js'
import { t } from './messages.js'

interface NewExceptionProps {
  courseId: string
  onAdded: () => Promise<unknown>
  onClose: () => void
}

/** Opens a module or a lesson for one of the learners of the course. */
export function NewException({ courseId, onAdded, onClose }: NewExceptionProps) {
  const outline = useOutline(courseId)
  const params = { path: { id: courseId } }
  const options = (outline.data?.modules ?? []).flatMap((module) => [
    { value: module.id, label: t('wholeModule', { name: module.title }) },
    ...module.lessons.map(({ id, title }) => ({ value: id, label: `${module.title}: ${title}` }))
  ])
  const findLearners = async (q: string) => {
    const query = { q, limit: 8 }
    const { data } = await take(api.GET('/api/courses/{id}/enrolments', { params: { ...params, query } }))
    return data.map(({ user }) => user)
  }
  const add = async (data: FormData) => {
    const item = String(data.get('item'))
    const body = {
      userId: String(data.get('userId')),
      ...(item.startsWith('mod_') ? { moduleId: item } : { lessonId: item }),
      reason: String(data.get('reason'))
    }
    await take(api.POST('/api/courses/{id}/release-exceptions', { params, body }))
    await onAdded()
  }
  return (
    <Confirm title={t('add')} action={t('addSubmit')} onConfirm={add} onClose={onClose}>
      <PersonField
        name="userId"
        label={t('who')}
        among={{ key: ['/api/courses/{id}/enrolments', courseId], find: findLearners }}
      />
      <Select name="item" label={t('what')} options={options} />
      <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} rows={2} maxLength={1000} required />
    </Confirm>
  )
}
