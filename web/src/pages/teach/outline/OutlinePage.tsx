import type { PageParams } from '../../../lazy-page.js'
import { Loaded } from '../../../ui/Loaded.js'
import { CoursePage } from '../CourseHead.js'
import { useOutline } from '../outline.js'
import { CourseActions } from './CourseActions.js'
import { t } from './messages.js'
import './outline.css'
import { OutlineEditor } from './OutlineEditor.js'
import { PublishCheck } from './PublishCheck.js'

export default function OutlinePage({ params }: { params: PageParams }) {
  const { id = '' } = params
  const outline = useOutline(id)
  return (
    <CoursePage courseId={id} title={t('title')} lead={t('lead')}>
      {(course) => (
        <div class="stack-wide">
          <PublishCheck course={course} />
          <Loaded query={outline}>{(loaded) => <OutlineEditor course={course} outline={loaded} />}</Loaded>
          <CourseActions course={course} />
        </div>
      )}
    </CoursePage>
  )
}
