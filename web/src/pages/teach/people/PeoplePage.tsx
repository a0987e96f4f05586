import type { PageParams } from '../../../lazy-page.js'
import { useView, Views } from '../../../ui/Views.js'
import { CoursePage } from '../CourseHead.js'
import { useStanding } from '../course.js'
import { Enrolments } from './Enrolments.js'
import { Exceptions } from './Exceptions.js'
import { Invites } from './Invites.js'
import { t } from './messages.js'
import './people.css'

/** Who takes the course, and the ways into it. */
export default function PeoplePage({ params }: { params: PageParams }) {
  return (
    <CoursePage courseId={params.id ?? ''} title={t('title')}>
      {({ id }) => <People courseId={id} />}
    </CoursePage>
  )
}

function People({ courseId }: { courseId: string }) {
  const { readsEnrolments, enrols } = useStanding(courseId)
  const all = [
    { key: 'enrolments', label: t('view.enrolments'), isFor: readsEnrolments || !enrols },
    { key: 'invites', label: t('view.invites'), isFor: enrols },
    { key: 'exceptions', label: t('view.exceptions'), isFor: enrols }
  ] as const
  const views = all.filter(({ isFor }) => isFor)
  const view = useView(views)
  return (
    <div class="stack">
      {views.length > 1 && <Views label={t('title')} views={views} />}
      {view === 'enrolments' && <Enrolments courseId={courseId} />}
      {view === 'invites' && <Invites courseId={courseId} />}
      {view === 'exceptions' && <Exceptions courseId={courseId} />}
    </div>
  )
}
