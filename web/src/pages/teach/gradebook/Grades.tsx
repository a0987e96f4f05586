import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { Download, Eye, Upload } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { byCursor, everyRow } from '../../../api/lists.js'
import { Button, LinkButton } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { useStanding } from '../course.js'
import { GradeDialog } from './GradeDialog.js'
import { GradeTable, type Picked } from './GradeTable.js'
import { ImportGrades } from './ImportGrades.js'
import { t } from './messages.js'
import { ReleaseDialog } from './ReleaseDialog.js'

const sorts = ['name', '-name', 'enrolled'] as const

export function Grades({ courseId }: { courseId: string }) {
  const [{ q, cohortId, sort }, setFilters] = useFilters()
  const [picked, setPicked] = useState<Picked>()
  const [isOpen, setOpen] = useState<'release' | 'import'>()
  const query = {
    ...(q && { q }),
    ...(cohortId && { cohortId }),
    sort: sorts.find((each) => each === sort) ?? ('name' as const),
    limit: 50
  }
  const grades = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/gradebook', courseId, query],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/gradebook', {
          params: { path: { id: courseId }, query: { ...query, cursor: pageParam } }
        })
      ),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  const cohorts = useQuery({
    queryKey: ['/api/courses/{id}/cohorts', courseId],
    queryFn: () =>
      everyRow((cursor) =>
        take(
          api.GET('/api/courses/{id}/cohorts', { params: { path: { id: courseId }, query: { cursor, limit: 100 } } })
        )
      )
  })
  const items = grades.data?.pages[0]?.items ?? []
  const close = () => setOpen(undefined)
  const { manages } = useStanding(courseId)
  return (
    <>
      <div class="row">
        {manages && (
          <>
            <Button onClick={() => setOpen('release')}>
              <Eye aria-hidden="true" />
              {t('release.action')}
            </Button>
            <Button onClick={() => setOpen('import')}>
              <Upload aria-hidden="true" />
              {t('import.action')}
            </Button>
          </>
        )}
        <LinkButton href={`/api/courses/${courseId}/gradebook/export`} download>
          <Download aria-hidden="true" />
          {t('export')}
        </LinkButton>
      </div>
      <div class="gradebook-filters">
        <SearchField label={t('search')} value={q ?? ''} onSearch={(text) => setFilters({ q: text })} />
        <Select
          name="cohortId"
          label={t('cohort')}
          value={cohortId ?? ''}
          options={[
            { value: '', label: t('all') },
            ...(cohorts.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
          ]}
          onChange={({ currentTarget: { value } }) => setFilters({ cohortId: value })}
        />
        <Select
          name="sort"
          label={t('sort')}
          value={sort ?? 'name'}
          options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={({ currentTarget: { value } }) => setFilters({ sort: value })}
        />
      </div>
      <Loaded query={grades}>
        {({ pages }) => {
          const learners = pages.flatMap(({ data }) => data)
          if (learners.length === 0) return <EmptyState title={t(q || cohortId ? 'noneFit' : 'nobody')} />
          if (items.length === 0) return <EmptyState title={t('noItems')}>{t('noItemsText')}</EmptyState>
          return <GradeTable items={items} learners={learners} onPick={setPicked} />
        }}
      </Loaded>
      <MoreButton query={grades} />
      {picked && <GradeDialog courseId={courseId} picked={picked} onClose={() => setPicked(undefined)} />}
      {isOpen === 'release' && <ReleaseDialog courseId={courseId} items={items} onClose={close} />}
      {isOpen === 'import' && <ImportGrades courseId={courseId} items={items} onClose={close} />}
    </>
  )
}
