import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { Loaded } from '../../../ui/Loaded.js'
import { SearchField } from '../../../ui/SearchField.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'
import { Section } from './Section.js'

type Prerequisite = Pick<Schema<'Prerequisites'>['data'][number], 'id' | 'title'>

const maxCount = 20
const key = (courseId: string) => ['/api/courses/{id}/prerequisites', courseId]

/** The courses that must be completed first. */
export function PrerequisitesForm({ courseId }: { courseId: string }) {
  const listed = useQuery({
    queryKey: key(courseId),
    queryFn: () => take(api.GET('/api/courses/{id}/prerequisites', { params: { path: { id: courseId } } }))
  })
  return (
    <Section title={t('prerequisites.title')} lead={t('prerequisites.lead')}>
      <Loaded query={listed}>{({ data }) => <Prerequisites courseId={courseId} listed={data} />}</Loaded>
    </Section>
  )
}

function Prerequisites({ courseId, listed }: { courseId: string; listed: readonly Prerequisite[] }) {
  const [q, setQ] = useState('')
  const found = useQuery({
    queryKey: ['/api/courses', 'prerequisite', q],
    queryFn: () => take(api.GET('/api/courses', { params: { query: { q, limit: 20 } } })),
    enabled: q !== ''
  })
  const replace = async (courseIds: string[]) => {
    const saved = await take(
      api.PUT('/api/courses/{id}/prerequisites', { params: { path: { id: courseId } }, body: { courseIds } })
    )
    queryClient.setQueryData(key(courseId), saved)
    toast(t('saved'))
  }
  const ids = listed.map(({ id }) => id)
  const choices = (found.data?.data ?? []).filter(({ id }) => id !== courseId && !ids.includes(id))
  return (
    <>
      {listed.length === 0 && <p class="muted">{t('prerequisites.none')}</p>}
      {listed.length > 0 && (
        <ul class="rows">
          {listed.map(({ id, title }) => (
            <li key={id} class="row-apart">
              <a href={`/app/courses/${id}`}>{title}</a>
              <Button
                isSmall
                aria-label={t('prerequisites.removeOf', { name: title })}
                onClick={() => void replace(ids.filter((each) => each !== id))}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {listed.length < maxCount && (
        <SearchField label={t('prerequisites.search')} value={q} onSearch={(text) => setQ(text)} />
      )}
      {q !== '' && found.data && choices.length === 0 && (
        <p class="muted" role="status">
          {t('prerequisites.noneFound')}
        </p>
      )}
      {choices.length > 0 && (
        <Form
          label={t('prerequisites.add')}
          submit={t('prerequisites.add')}
          onSubmit={(data) => replace([...ids, String(data.get('courseIds'))])}
        >
          <Select
            name="courseIds"
            label={t('prerequisites.course')}
            options={choices.map(({ id, title }) => ({ value: id, label: title }))}
          />
        </Form>
      )}
    </>
  )
}
