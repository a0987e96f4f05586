import { useInfiniteQuery } from '@tanstack/preact-query'
import { ArrowDown, ArrowUp, Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import type { PageParams } from '../../../lazy-page.js'
import { formatDateTime } from '../../../messages/format.js'
import { Button, LinkButton } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { CoursePage } from '../CourseHead.js'
import { StatusBadge } from '../StatusBadge.js'
import { t } from './messages.js'
import './projects.css'
import { keepProject } from './project.js'

type Summary = Schema<'ProjectSummary'>

const key = (courseId: string) => ['/api/courses/{id}/projects', courseId]

export default function ProjectsPage({ params }: { params: PageParams }) {
  const { id = '' } = params
  const [isCreating, setCreating] = useState(false)
  const projects = useInfiniteQuery({
    queryKey: [...key(id), 'all'],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/courses/{id}/projects', { params: { path: { id }, query: { limit: 100, cursor: pageParam } } })
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('create')}
    </Button>
  )
  const actions = (
    <>
      <LinkButton href="/app/teach/rubrics">{t('rubrics')}</LinkButton>
      {create}
    </>
  )
  return (
    <CoursePage courseId={id} title={t('title')} lead={t('lead')} actions={actions}>
      {() => (
        <>
          <Loaded query={projects}>
            {({ pages }) => {
              const rows = pages.flatMap(({ data }) => data)
              if (rows.length > 0) return <Rows courseId={id} rows={rows} />
              return (
                <EmptyState title={t('none')} action={create}>
                  {t('noneText')}
                </EmptyState>
              )
            }}
          </Loaded>
          <MoreButton query={projects} />
          {isCreating && <NewProject courseId={id} onClose={() => setCreating(false)} />}
        </>
      )}
    </CoursePage>
  )
}

function Rows({ courseId, rows }: { courseId: string; rows: readonly Summary[] }) {
  const isPlaced = ({ status }: Summary) => status !== 'archived'
  const placed = rows.filter(isPlaced)
  const move = (project: Summary, position: number) => {
    const params = { path: { id: project.id } }
    take(api.PATCH('/api/projects/{id}', { params, headers: seen(project), body: { position } })).then(
      () => queryClient.invalidateQueries({ queryKey: key(courseId) }),
      (error: unknown) => toast(problemText(error))
    )
  }
  return (
    <ol class="rows" aria-label={t('title')}>
      {rows.map((project) => {
        const { id, title, status, dueAt, isRequired } = project
        const at = placed.indexOf(project)
        return (
          <li key={id} class="project-row">
            <div class="stack-tight">
              <div class="row">
                <a href={`/app/teach/courses/${courseId}/projects/${id}`}>
                  <strong>{title}</strong>
                </a>
                <StatusBadge status={status} />
              </div>
              <p class="small muted">
                {dueAt ? t('due', { when: formatDateTime(dueAt) }) : t('noDue')}
                {!isRequired && ` · ${t('optional')}`}
              </p>
            </div>
            {isPlaced(project) && (
              <div class="row">
                <button
                  type="button"
                  class="order-step"
                  aria-label={t('up', { name: title })}
                  disabled={at === 0}
                  onClick={() => move(project, at - 1)}
                >
                  <ArrowUp size={18} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="order-step"
                  aria-label={t('down', { name: title })}
                  disabled={at === placed.length - 1}
                  onClick={() => move(project, at + 1)}
                >
                  <ArrowDown size={18} aria-hidden="true" />
                </button>
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function NewProject({ courseId, onClose }: { courseId: string; onClose: () => void }) {
  const { route } = useLocation()
  const create = async (data: FormData) => {
    const params = { path: { id: courseId } }
    const project = await take(
      api.POST('/api/courses/{id}/projects', { params, body: { title: String(data.get('title')) } })
    )
    keepProject(project)
    route(`/app/teach/courses/${courseId}/projects/${project.id}`)
  }
  return (
    <Confirm title={t('create')} action={t('createSubmit')} onConfirm={create} onClose={onClose}>
      <Field name="title" label={t('name')} maxLength={200} required autoComplete="off" />
    </Confirm>
  )
}
