import type { PageParams } from '../../../lazy-page.js'
import { CoursePage } from '../CourseHead.js'
import { CertificateForm } from './CertificateForm.js'
import { CompletionForm } from './CompletionForm.js'
import { CourseForm } from './CourseForm.js'
import { t } from './messages.js'
import { PrerequisitesForm } from './PrerequisitesForm.js'
import { ReviewersSection } from './ReviewersSection.js'
import './settings.css'

export default function SettingsPage({ params }: { params: PageParams }) {
  const { id = '' } = params
  return (
    <CoursePage courseId={id} title={t('title')}>
      {(course) => (
        <div class="settings">
          <CourseForm course={course} />
          <PrerequisitesForm courseId={course.id} />
          <CompletionForm courseId={course.id} />
          <CertificateForm courseId={course.id} />
          <ReviewersSection course={course} />
        </div>
      )}
    </CoursePage>
  )
}
