import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { Select } from '../../../ui/Field.js'
import { t } from './messages.js'
import type { Project } from './project.js'

interface RubricChoiceProps {
  organizationId: string
  /** What the project has now: maybe no longer the newest version. */
  current: Project['rubric']
  value: string
  onChange: (versionId: string) => void
}

/** By which the work is judged: a published version, which never changes. */
export function RubricChoice({ organizationId, current, value, onChange }: RubricChoiceProps) {
  const rubrics = useQuery({
    queryKey: ['/api/rubrics', 'choice', organizationId],
    queryFn: () => take(api.GET('/api/rubrics', { params: { query: { organization: organizationId, limit: 100 } } }))
  })
  const newest = (rubrics.data?.data ?? []).flatMap(({ title, published }) =>
    published ? [{ value: published.id, label: labelOf({ title, ...published }) }] : []
  )
  const isListed = !current || newest.some((option) => option.value === current.id)
  const options = [
    { value: '', label: t('rubric.none') },
    ...(isListed ? [] : [{ value: current.id, label: labelOf(current) }]),
    ...newest
  ]
  return (
    <section class="project-part" aria-labelledby="project-rubric">
      <h2 id="project-rubric">{t('rubric')}</h2>
      <Select
        name="rubricVersionId"
        label={t('rubric.choose')}
        hint={t('rubric.hint')}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        options={options}
      />
      <p>
        <a href={current ? `/app/teach/rubrics/${current.rubricId}` : '/app/teach/rubrics'}>
          {current ? t('rubric.open', { name: current.title }) : t('rubric.all')}
        </a>
      </p>
    </section>
  )
}

function labelOf({ title, number, maxPoints }: { title: string; number: number; maxPoints: number }): string {
  return t('rubric.label', { title, number, points: maxPoints })
}
