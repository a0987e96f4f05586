import { useInfiniteQuery, useQueries } from '@tanstack/preact-query'
import { Download } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { outlineQuery, useMyEnrolments } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { t } from '../../notes/messages.js'
import { NoteItem } from '../../notes/NoteItem.js'
import type { Note } from '../../notes/use-autosave.js'
import { useMe } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { NoteFilters } from './NoteFilters.js'

export default function NotesPage() {
  const { query, route } = useLocation()
  const [q, courseId] = [query.q?.trim() || undefined, query.course || undefined]
  const { data: me } = useMe()
  const courses = (useMyEnrolments(me).data?.data ?? []).map(({ course }) => course)
  const notes = useInfiniteQuery({
    queryKey: ['/api/me/notes', { q, courseId }],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/me/notes', { params: { query: { q, courseId, limit: 50, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const change = (wanted: { q: string; course: string }) => {
    const params = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== ''))
    route(params.size > 0 ? `/app/notes?${params}` : '/app/notes', true)
  }
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <LinkButton href="/api/me/notes/export" download>
          <Download size={20} aria-hidden="true" /> {t('export')}
        </LinkButton>
      }
    >
      <NoteFilters q={q ?? ''} course={courseId ?? ''} courses={courses} onChange={change} />
      <Loaded query={notes}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length === 0) return <NoNotes q={q} />
          return (
            <div class="stack-wide">
              <NotesByLesson notes={rows} titleOf={(id) => courses.find((course) => course.id === id)?.title} />
              <div>
                <MoreButton query={notes} />
              </div>
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

function NoNotes({ q }: { q: string | undefined }) {
  if (q) {
    return (
      <EmptyState
        title={t('noMatch', { q })}
        action={<LinkButton href="/app/notes">{t('noMatch.clear')}</LinkButton>}
      />
    )
  }
  return (
    <EmptyState
      title={t('none.title')}
      action={
        <LinkButton look="primary" href="/app/courses?mine=1">
          {t('none.action')}
        </LinkButton>
      }
    >
      {t('none.text')}
    </EmptyState>
  )
}

interface NotesByLessonProps {
  notes: readonly Note[]
  /** Of a course. */
  titleOf: (courseId: string) => string | undefined
}

/** The API gives the notes alone: how their lessons are called, the outlines of their courses tell. */
function NotesByLesson({ notes, titleOf }: NotesByLessonProps) {
  const courseIds = [...new Set(notes.map(({ courseId }) => courseId))]
  const outlines = useQueries({ queries: courseIds.map((id) => ({ ...outlineQuery(id), retry: false })) })
  // Titles that come later would move what is there.
  if (outlines.some(({ isPending }) => isPending)) return <Skeleton />
  const titles = new Map(
    outlines.flatMap(({ data }) => (data ? lessonsOf(data) : [])).map(({ id, title }) => [id, title])
  )
  return (
    <>
      {courseIds.map((courseId) => (
        <section key={courseId} class="stack">
          <h2>{titleOf(courseId) ?? t('courseUnknown')}</h2>
          {lessonIdsOf(notes, courseId).map((lessonId) => (
            <div key={lessonId} class="stack-tight">
              <h3>
                {titles.has(lessonId) ? (
                  <a href={`/app/courses/${courseId}/lessons/${lessonId}`}>{titles.get(lessonId)}</a>
                ) : (
                  <span class="muted">{t('lessonUnknown')}</span>
                )}
              </h3>
              <ul class="rows">
                {notes
                  .filter((note) => note.lessonId === lessonId)
                  .map((note) => (
                    <NoteItem key={note.id} note={note} />
                  ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </>
  )
}

function lessonIdsOf(notes: readonly Note[], courseId: string): string[] {
  return [...new Set(notes.filter((note) => note.courseId === courseId).map(({ lessonId }) => lessonId))]
}
