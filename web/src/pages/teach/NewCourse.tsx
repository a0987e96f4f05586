import { useQuery } from '@tanstack/preact-query'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { Confirm } from '../../ui/Confirm.js'
import { Field, Select } from '../../ui/Field.js'
import { keepCourse } from './course.js'
import { t } from './messages.js'

/** The title first: all the rest is asked for where it is worked on. */
export function NewCourse({ onClose }: { onClose: () => void }) {
  const { route } = useLocation()
  const organizations = useQuery({
    queryKey: ['/api/organizations', 'all'],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const options = organizations.data?.data ?? []
  const create = async (data: FormData) => {
    const organizationId = data.get('organizationId')
    const course = await take(
      api.POST('/api/courses', {
        body: { title: String(data.get('title')), ...(organizationId && { organizationId: String(organizationId) }) }
      })
    )
    keepCourse(course)
    route(`/app/teach/courses/${course.id}`)
  }
  return (
    <Confirm title={t('new.title')} action={t('new.submit')} onConfirm={create} onClose={onClose}>
      <Field name="title" label={t('new.name')} hint={t('new.hint')} maxLength={200} required autoComplete="off" />
      {options.length === 1 && <input type="hidden" name="organizationId" value={options[0]?.id} />}
      {options.length > 1 && (
        <Select
          name="organizationId"
          label={t('new.organization')}
          options={options.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Confirm>
  )
}
