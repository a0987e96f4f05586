import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import type { PageParams } from '../../../lazy-page.js'
import { useMe } from '../../../session/session.js'
import { standingIn } from '../../../session/standing.js'
import { Loaded } from '../../../ui/Loaded.js'
import { CoursePage } from '../CourseHead.js'
import { type Course, useCourse } from '../course.js'
import { placeIn } from '../course-tabs.js'
import { useOutline } from '../outline.js'
import { CourseActions } from './CourseActions.js'
import { t } from './messages.js'
import './outline.css'
import { OutlineEditor } from './OutlineEditor.js'
import { PublishCheck } from './PublishCheck.js'

/** Where a course is opened: who does not build it goes on to what they do there. */
export default function OutlinePage({ params }: { params: PageParams }) {
  const { id = '' } = params
  const { data: me } = useMe()
  const { data: course } = useCourse(id)
  const { route } = useLocation()
  const elsewhere = course && !standingIn(me, course).manages ? placeIn(me, course) : undefined
  useEffect(() => {
    if (elsewhere) route(elsewhere, true)
  }, [elsewhere])
  if (elsewhere) return null
  return (
    <CoursePage courseId={id} title={t('title')} lead={t('lead')}>
      {(known) => <Builder course={known} />}
    </CoursePage>
  )
}

function Builder({ course }: { course: Course }) {
  const outline = useOutline(course.id)
  return (
    <div class="stack-wide">
      <PublishCheck course={course} />
      <Loaded query={outline}>{(loaded) => <OutlineEditor course={course} outline={loaded} />}</Loaded>
      <CourseActions course={course} />
    </div>
  )
}
