import { Skeleton } from '../../ui/Skeleton.js'

/** The place of a course: a title, what to do, and its parts. */
export function CourseSkeleton() {
  return (
    <div class="page">
      <Skeleton lines={14} />
    </div>
  )
}
