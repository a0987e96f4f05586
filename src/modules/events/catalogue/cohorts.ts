import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, number, text, textOrNull } from './fields.js'

const cohort = { courseId: course.courseId, cohortId: text('The cohort'), cohortName: text('Its name') }
const before = {
  movedFrom: Type.Object(
    { cohortId: text('The cohort'), cohortName: text('Its name') },
    { description: 'Where they were before' }
  )
}
const username = { username: text('Who it is') }

const toMembers = { en: 'Members of the cohort', id: 'Anggota kohort' }
const toMoved = { en: 'Learners whom somebody else moves', id: 'Peserta yang dipindahkan oleh orang lain' }
const toFacilitator = { en: 'Who runs the cohort', id: 'Fasilitator kohort' }

const toCohort = ({ cohortId }: { cohortId: string }) => `/app/cohorts/${cohortId}`

export const cohortEvents = {
  cohort_facilitator_assigned: defineEvent({
    name: { en: 'Cohorts to run', id: 'Kohort yang difasilitasi' },
    concerns: { en: 'Who is to run the cohort', id: 'Fasilitator yang ditunjuk' },
    data: Type.Object({ ...cohort, ...course, facilitatorId: text('Who runs it now') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You run a cohort', id: () => 'Kamu memfasilitasi kohort' },
    message: {
      en: ({ cohortName, courseTitle }) => `You run the cohort “${cohortName}” of “${courseTitle}”.`,
      id: ({ cohortName, courseTitle }) => `Kamu memfasilitasi kohort “${cohortName}” di “${courseTitle}”.`
    },
    link: toCohort
  }),

  cohort_dates_changed: defineEvent({
    name: { en: 'New dates of your cohort', id: 'Perubahan jadwal kohort' },
    concerns: toMembers,
    data: Type.Object({
      ...cohort,
      startsOn: text('Its first day'),
      endsOn: text('Its last day'),
      timeZone: text('Where its days begin and end')
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your cohort has new dates', id: () => 'Jadwal kohortmu berubah' },
    message: {
      en: ({ cohortName, startsOn, endsOn, timeZone }) =>
        `Your cohort “${cohortName}” now runs from ${startsOn} to ${endsOn} (${timeZone}).`,
      id: ({ cohortName, startsOn, endsOn, timeZone }) =>
        `Kohortmu “${cohortName}” sekarang berlangsung dari ${startsOn} sampai ${endsOn} (${timeZone}).`
    },
    link: toCohort
  }),

  cohort_started: defineEvent({
    name: { en: 'Start of your cohort', id: 'Kohort dimulai' },
    concerns: toMembers,
    data: Type.Object(cohort),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your cohort has started', id: () => 'Kohortmu sudah dimulai' },
    message: {
      en: ({ cohortName }) => `Your cohort “${cohortName}” has started.`,
      id: ({ cohortName }) => `Kohortmu “${cohortName}” sudah dimulai.`
    },
    link: toCohort
  }),

  cohort_member_added: defineEvent({
    name: { en: 'Your place in a cohort', id: 'Masuk kohort' },
    concerns: { en: 'Learners whom somebody else puts into it', id: 'Peserta yang dimasukkan oleh orang lain' },
    data: Type.Object({ ...cohort, learnerIds: Type.Array(text('A learner'), { description: 'The new members' }) }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are in a cohort', id: () => 'Kamu masuk kohort' },
    message: {
      en: ({ cohortName }) => `You are a member of the cohort “${cohortName}” now.`,
      id: ({ cohortName }) => `Sekarang kamu anggota kohort “${cohortName}”.`
    },
    link: toCohort
  }),

  cohort_member_moved: defineEvent({
    name: { en: 'Another cohort for you', id: 'Pindah kohort' },
    concerns: toMoved,
    data: Type.Object({ ...cohort, ...learner, ...before }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are in another cohort', id: () => 'Kamu pindah kohort' },
    message: {
      en: ({ cohortName, movedFrom }) => `You were moved from the cohort “${movedFrom.cohortName}” to “${cohortName}”.`,
      id: ({ cohortName, movedFrom }) => `Kamu dipindahkan dari kohort “${movedFrom.cohortName}” ke “${cohortName}”.`
    },
    link: toCohort
  }),

  cohort_member_removed: defineEvent({
    name: { en: 'Being taken out of a cohort', id: 'Keluar dari kohort' },
    concerns: { en: 'Learners whom somebody else takes out', id: 'Peserta yang dikeluarkan oleh orang lain' },
    data: Type.Object({ ...cohort, ...learner }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are not in a cohort any more', id: () => 'Kamu bukan anggota kohort lagi' },
    message: {
      en: ({ cohortName }) => `You were taken out of the cohort “${cohortName}”.`,
      id: ({ cohortName }) => `Kamu dikeluarkan dari kohort “${cohortName}”.`
    },
    link: toCohort
  }),

  cohort_member_joined: defineEvent({
    name: { en: 'New members of your cohort', id: 'Anggota kohort baru' },
    concerns: toFacilitator,
    data: Type.Object({
      ...{ ...cohort, ...learner, ...username },
      movedFromName: textOrNull('The name of the cohort that they come from; null: they were in none')
    }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'New member', id: () => 'Anggota baru' },
    message: {
      en: ({ cohortName, username, movedFromName }) =>
        movedFromName === null
          ? `${username} joined your cohort “${cohortName}”.`
          : `${username} moved from the cohort “${movedFromName}” to “${cohortName}”.`,
      id: ({ cohortName, username, movedFromName }) =>
        movedFromName === null
          ? `${username} bergabung dengan kohortmu “${cohortName}”.`
          : `${username} pindah dari kohort “${movedFromName}” ke “${cohortName}”.`
    },
    link: toCohort
  }),

  cohort_member_left: defineEvent({
    name: { en: 'Members who leave your cohort', id: 'Anggota kohort keluar' },
    concerns: toFacilitator,
    data: Type.Object({ ...cohort, ...learner, ...username }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'A member has left', id: () => 'Ada anggota yang keluar' },
    message: {
      en: ({ cohortName, username }) => `${username} left your cohort “${cohortName}”.`,
      id: ({ cohortName, username }) => `${username} keluar dari kohortmu “${cohortName}”.`
    },
    link: toCohort
  })
}

const checkpoint = {
  ...cohort,
  checkpointId: text('The checkpoint'),
  checkpointTitle: text('Its title'),
  week: number('The week of the cohort that it is for')
}

export const checkpointEvents = {
  checkpoint_created: defineEvent({
    name: { en: 'New checkpoints', id: 'Checkpoint baru' },
    concerns: toMembers,
    data: Type.Object({ ...checkpoint, dueOn: textOrNull('The day on which it is due; null: none is said') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'New checkpoint', id: () => 'Checkpoint baru' },
    message: {
      en: ({ week, checkpointTitle, dueOn }) =>
        `Week ${week}: “${checkpointTitle}”${dueOn === null ? '' : `, due on ${dueOn}`}.`,
      id: ({ week, checkpointTitle, dueOn }) =>
        `Minggu ${week}: “${checkpointTitle}”${dueOn === null ? '' : `, dengan tenggat ${dueOn}`}.`
    },
    link: toCohort
  }),

  checkpoint_done: defineEvent({
    name: { en: 'Checkpoints to look at', id: 'Checkpoint untuk diperiksa' },
    concerns: { en: 'Who runs the cohort, or else the mentor', id: 'Fasilitator kohort, atau mentor kursus' },
    data: Type.Object({ ...checkpoint, ...learner, ...username }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'A checkpoint is done', id: () => 'Checkpoint selesai dikerjakan' },
    message: {
      en: ({ username, week, cohortName, checkpointTitle }) =>
        `${username} has done week ${week} of “${cohortName}”: “${checkpointTitle}”.`,
      id: ({ username, week, cohortName, checkpointTitle }) =>
        `${username} menyelesaikan minggu ${week} di “${cohortName}”: “${checkpointTitle}”.`
    },
    link: toCohort
  }),

  checkpoint_approved: defineEvent({
    name: { en: 'Approved checkpoints', id: 'Checkpoint disetujui' },
    concerns: { en: 'The learner', id: 'Peserta yang mengerjakannya' },
    data: Type.Object({ ...checkpoint, ...learner }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Checkpoint approved', id: () => 'Checkpoint disetujui' },
    message: {
      en: ({ week, checkpointTitle }) => `Week ${week}, “${checkpointTitle}”, was approved.`,
      id: ({ week, checkpointTitle }) => `Minggu ${week}, “${checkpointTitle}”, disetujui.`
    },
    link: toCohort
  }),

  checkpoint_returned: defineEvent({
    name: { en: 'Returned checkpoints', id: 'Checkpoint dikembalikan' },
    concerns: { en: 'The learner', id: 'Peserta yang mengerjakannya' },
    data: Type.Object({ ...checkpoint, ...learner }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Checkpoint returned', id: () => 'Checkpoint dikembalikan' },
    message: {
      en: ({ week, checkpointTitle }) => `Week ${week}, “${checkpointTitle}”, was returned.`,
      id: ({ week, checkpointTitle }) => `Minggu ${week}, “${checkpointTitle}”, dikembalikan untuk diperbaiki.`
    },
    link: toCohort
  })
}
