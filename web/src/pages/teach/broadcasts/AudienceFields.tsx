import { useQuery } from '@tanstack/preact-query'
import { useEffect, useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { everyRow } from '../../../api/lists.js'
import { useMe } from '../../../session/session.js'
import { RadioGroup, Select } from '../../../ui/Field.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Skeleton } from '../../../ui/Skeleton.js'
import { t } from './messages.js'

export interface Audience {
  courseId?: string
  cohortId?: string
  organizationId?: string
  all?: true
}

type Kind = 'course' | 'organization' | 'all'

interface AudienceFieldsProps {
  /** Whether they may write to others than the learners of what they run. */
  isSender: boolean
  startCourseId: string | undefined
  startCohortId: string | undefined
  onChange: (audience: Audience | undefined) => void
}

export function AudienceFields({ isSender, startCourseId, startCohortId, onChange }: AudienceFieldsProps) {
  const [kind, setKind] = useState<Kind>('course')
  // Who works in organisations alone writes to no others.
  const isOfPlatform = useMe().data?.roles.some(({ organizationId }) => organizationId === null) ?? false
  const change = (value: string) => {
    const to = value === 'all' || value === 'organization' ? value : 'course'
    setKind(to)
    onChange(to === 'all' ? { all: true } : undefined)
  }
  return (
    <>
      {isSender && (
        <RadioGroup
          name="kind"
          label={t('to')}
          defaultValue="course"
          onChange={change}
          options={[
            { value: 'course', label: t('to.course') },
            { value: 'organization', label: t('to.organization') },
            ...(isOfPlatform ? [{ value: 'all', label: t('to.all') }] : [])
          ]}
        />
      )}
      {kind === 'course' && (
        <CourseFields isSender={isSender} courseId={startCourseId} cohortId={startCohortId} onChange={onChange} />
      )}
      {kind === 'organization' && <OrganizationField onChange={onChange} />}
    </>
  )
}

interface CourseFieldsProps {
  isSender: boolean
  courseId: string | undefined
  cohortId: string | undefined
  onChange: (audience: Audience | undefined) => void
}

function CourseFields({ isSender, courseId: start, cohortId: startCohort = '', onChange }: CourseFieldsProps) {
  const [chosen, setChosen] = useState(start)
  const [cohortId, setCohortId] = useState(startCohort)
  const courses = useOwnCourses(isSender)
  const courseId = chosen ?? courses.data?.[0]?.id
  const cohorts = useQuery({
    queryKey: ['/api/courses/{id}/cohorts', courseId],
    queryFn: () =>
      everyRow((cursor) =>
        take(
          api.GET('/api/courses/{id}/cohorts', {
            params: { path: { id: courseId ?? '' }, query: { cursor, limit: 100 } }
          })
        )
      ),
    enabled: courseId !== undefined
  })
  useEffect(() => {
    onChange(cohortId ? { cohortId } : courseId ? { courseId } : undefined)
  }, [courseId, cohortId])
  return (
    <Loaded query={courses} skeleton={<Skeleton lines={2} />}>
      {(rows) =>
        rows.length === 0 ? (
          <p class="muted">{t('to.noCourses')}</p>
        ) : (
          <>
            <Select
              name="courseId"
              label={t('to.whichCourse')}
              value={courseId}
              options={rows.map(({ id, title }) => ({ value: id, label: title }))}
              onChange={({ currentTarget: { value } }) => {
                setChosen(value)
                setCohortId('')
              }}
            />
            <Select
              name="cohortId"
              label={t('to.whichCohort')}
              value={cohortId}
              options={[
                { value: '', label: t('to.allCohorts') },
                ...(cohorts.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
              ]}
              onChange={({ currentTarget: { value } }) => setCohortId(value)}
            />
          </>
        )
      }
    </Loaded>
  )
}

/** The courses that one mentors or runs a cohort of; all that one sees for who may write to anybody. */
function useOwnCourses(isSender: boolean) {
  const myId = useMe().data?.user.id
  return useQuery({
    queryKey: ['/api/courses', 'own', myId, isSender],
    queryFn: async () => {
      const query = { limit: 100, sort: 'title' as const, ...(!isSender && myId && { mentor: myId }) }
      const [courses, cohorts] = await Promise.all([
        take(api.GET('/api/courses', { params: { query } })),
        take(api.GET('/api/me/cohorts', { params: { query: { as: 'facilitator', limit: 100 } } }))
      ])
      const all = [...courses.data, ...cohorts.data.map(({ course }) => course)]
      return [...new Map(all.map(({ id, title }) => [id, { id, title }])).values()]
    },
    enabled: myId !== undefined
  })
}

function OrganizationField({ onChange }: { onChange: (audience: Audience | undefined) => void }) {
  const organizations = useQuery({
    queryKey: ['/api/organizations', 'choice'],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const first = organizations.data?.data[0]?.id
  useEffect(() => onChange(first ? { organizationId: first } : undefined), [first])
  return (
    <Loaded query={organizations} skeleton={<Skeleton lines={1} />}>
      {({ data }) => (
        <Select
          name="organizationId"
          label={t('to.whichOrganization')}
          options={data.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={({ currentTarget: { value } }) => onChange({ organizationId: value })}
        />
      )}
    </Loaded>
  )
}
