import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, project, textOrNull } from './fields.js'

interface OfProject {
  projectId: string
}

const toProject = ({ projectId }: OfProject) => `/app/projects/${projectId}`

export const projectEvents = {
  project_published: defineEvent({
    name: { en: 'New projects', id: 'Proyek baru' },
    concerns: { en: 'Learners of the course', id: 'Peserta kursus' },
    data: Type.Object({ ...course, ...project, dueOn: textOrNull('The day on which it is due; null: never') }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'New project', id: () => 'Proyek baru' },
    message: {
      en: ({ projectTitle, courseTitle, dueOn }) =>
        `“${projectTitle}” of “${courseTitle}” is open${dueOn ? `, due on ${dueOn}` : ''}.`,
      id: ({ projectTitle, courseTitle, dueOn }) =>
        `“${projectTitle}” di “${courseTitle}” sudah dibuka${dueOn ? `, dengan tenggat ${dueOn}` : ''}.`
    },
    link: toProject
  }),

  project_extended: defineEvent({
    name: { en: 'More time for a project', id: 'Tambahan waktu untuk proyek' },
    concerns: { en: 'The learner who has other time than the others', id: 'Peserta yang tenggatnya diubah' },
    data: Type.Object({
      ...{ ...course, ...project, ...learner },
      dueOn: textOrNull('The day on which it is due for them; null: as for all others again')
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: {
      en: ({ dueOn }) => (dueOn ? 'You have more time' : 'Your extension has ended'),
      id: ({ dueOn }) => (dueOn ? 'Kamu mendapat tambahan waktu' : 'Tambahan waktumu berakhir')
    },
    message: {
      en: ({ projectTitle, dueOn }) =>
        `“${projectTitle}” is due for you ${dueOn ? `on ${dueOn}` : 'as for all others again'}.`,
      id: ({ projectTitle, dueOn }) =>
        `Tenggatmu untuk “${projectTitle}” ${dueOn ? `sekarang ${dueOn}` : 'kembali sama dengan peserta lain'}.`
    },
    link: toProject
  })
}
