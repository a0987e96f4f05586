import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, text } from './fields.js'

const certificate = { ...course, ...learner, serial: text('By which anybody checks it') }

const concerns = { en: 'The learner', id: 'Peserta penerima sertifikat' }

const toCertificate = ({ serial }: { serial: string }) => `/certificates/${serial}`

export const certificateEvents = {
  certificate_issued: defineEvent({
    name: { en: 'Certificate issued', id: 'Sertifikat terbit' },
    concerns,
    data: Type.Object(certificate),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Certificate issued', id: () => 'Sertifikat terbit' },
    message: {
      en: ({ courseTitle }) => `Your certificate for “${courseTitle}” is ready.`,
      id: ({ courseTitle }) => `Sertifikatmu untuk “${courseTitle}” sudah terbit.`
    },
    link: toCertificate
  }),

  certificate_revoked: defineEvent({
    name: { en: 'Certificate revoked', id: 'Sertifikat dicabut' },
    concerns,
    data: Type.Object({ ...certificate, reason: text('Why') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Certificate revoked', id: () => 'Sertifikat dicabut' },
    message: {
      en: ({ courseTitle, reason }) => `Your certificate for “${courseTitle}” was revoked: ${reason}`,
      id: ({ courseTitle, reason }) => `Sertifikatmu untuk “${courseTitle}” dicabut: ${reason}`
    },
    link: toCertificate
  })
}
