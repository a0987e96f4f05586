import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { Enrolments } from './Enrolments.js'
import { Exceptions } from './Exceptions.js'
import { Invites } from './Invites.js'
import { t } from './messages.js'
import './people.css'

/** Who takes the course, and the ways into it. */
export default function PeoplePage({ params }: { params: PageParams }) {
  const courseId = params.id ?? ''
  const views = [
    { key: 'enrolments', label: t('view.enrolments') },
    { key: 'invites', label: t('view.invites') },
    { key: 'exceptions', label: t('view.exceptions') }
  ] as const
  const view = useView(views)
  return (
    <CoursePage courseId={courseId} title={t('title')}>
      {() => (
        <div class="stack">
          <Views label={t('title')} views={views} />
          {view === 'enrolments' && <Enrolments courseId={courseId} />}
          {view === 'invites' && <Invites courseId={courseId} />}
          {view === 'exceptions' && <Exceptions courseId={courseId} />}
        </div>
      )}
    </CoursePage>
  )
}
