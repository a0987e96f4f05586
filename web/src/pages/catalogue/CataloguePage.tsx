import { CourseRowsSkeleton } from '../../courses/CourseRow.js'
import { useMe } from '../../session/session.js'
import { Page } from '../../ui/Page.js'
import { AllCourses } from './AllCourses.js'
import '../../ui/bits.css'
import './catalogue.css'
import { useFilters } from './filters.js'
import { MyCourses } from './MyCourses.js'
import { t } from './messages.js'

export default function CataloguePage() {
  const { data: me, isPending } = useMe()
  const { filters, change } = useFilters()
  const isMine = filters.isMine && me !== null
  // Members have tabs above the courses, guests have none.
  if (isPending) {
    return (
      <Page title={t('title')} lead={t('lead')}>
        <CourseRowsSkeleton />
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')}>
      {me !== null && <Views isMine={isMine} />}
      {isMine ? <MyCourses me={me} /> : <AllCourses me={me} filters={filters} onChange={change} />}
    </Page>
  )
}

function Views({ isMine }: { isMine: boolean }) {
  return (
    <nav class="tabs" aria-label={t('views')}>
      <a href="/app/courses" aria-current={isMine ? undefined : 'page'}>
        {t('view.all')}
      </a>
      <a href="/app/courses?mine=1" aria-current={isMine ? 'page' : undefined}>
        {t('view.mine')}
      </a>
    </nav>
  )
}
