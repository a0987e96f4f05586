import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { Download, Upload, UserPlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { CsvImport } from '../../../csv/CsvImport.js'
import { Button, LinkButton } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { toast } from '../../../ui/toast.js'
import { useFilters } from '../../../ui/useFilters.js'
import { useStanding } from '../course.js'
import { EnrolDialog } from './EnrolDialog.js'
import { EnrolmentRow } from './EnrolmentRow.js'
import { enrolTable, isState, states } from './enrolments.js'
import { t } from './messages.js'

export function Enrolments({ courseId }: { courseId: string }) {
  const [{ q, status }, setFilters] = useFilters()
  const [isOpen, setOpen] = useState<'enrol' | 'import'>()
  const { enrols } = useStanding(courseId)
  const query = { ...(q && { q }), ...(isState(status) && { status }) }
  const enrolments = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/enrolments', courseId, query],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/enrolments', {
          params: { path: { id: courseId }, query: { ...query, total: true, cursor: pageParam } }
        })
      ),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  const total = enrolments.data?.pages[0]?.total
  const close = () => setOpen(undefined)
  return (
    <>
      <div class="row">
        {enrols && (
          <>
            <Button look="primary" onClick={() => setOpen('enrol')}>
              <UserPlus aria-hidden="true" />
              {t('enrol.action')}
            </Button>
            <Button onClick={() => setOpen('import')}>
              <Upload aria-hidden="true" />
              {t('import.action')}
            </Button>
          </>
        )}
        <LinkButton href={`/api/courses/${courseId}/enrolments/export`} download>
          <Download aria-hidden="true" />
          {t('export')}
        </LinkButton>
      </div>
      <div class="people-filters">
        <SearchField label={t('search')} value={q ?? ''} onSearch={(text) => setFilters({ q: text })} />
        <Select
          name="status"
          label={t('state.label')}
          value={status ?? ''}
          options={[
            { value: '', label: t('state.all') },
            ...states.map((value) => ({ value, label: t(`state.${value}`) }))
          ]}
          onChange={({ currentTarget: { value } }) => setFilters({ status: value })}
        />
      </div>
      <p class="muted" role="status">
        {total !== undefined && t('count', { count: total })}
      </p>
      <Loaded query={enrolments}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0 && (q || status)) return <EmptyState title={t('noneFit')} />
          if (rows.length === 0) return <NobodyYet onEnrol={enrols ? () => setOpen('enrol') : undefined} />
          return (
            <ul class="rows">
              {rows.map((enrolment) => (
                <EnrolmentRow key={enrolment.id} enrolment={enrolment} mayChange={enrols} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={enrolments} />
      {isOpen === 'enrol' && <EnrolDialog courseId={courseId} onClose={close} />}
      {isOpen === 'import' && (
        <CsvImport
          title={t('import.title')}
          hint={t('import.hint')}
          send={(text, { dryRun }) => enrolTable(courseId, text, dryRun)}
          onDone={({ summary }) => {
            toast(summary)
            close()
          }}
          onClose={close}
        />
      )}
    </>
  )
}

function NobodyYet({ onEnrol }: { onEnrol: (() => void) | undefined }) {
  return (
    <EmptyState title={t('nobody')} action={onEnrol && <Button onClick={onEnrol}>{t('enrol.action')}</Button>}>
      {t('nobodyText')}
    </EmptyState>
  )
}
