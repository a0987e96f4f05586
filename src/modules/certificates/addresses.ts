/** The addresses that stand in what is signed: others come by them for as long as a certificate lives. */
export function createAddresses(serverUrl: string) {
  const server = serverUrl.replace(/\/$/, '')
  const issuer = (organizationId: string) => `${server}/api/issuers/${organizationId}`
  return {
    server,
    /** For people. */
    page: (serial: string) => `${server}/certificates/${serial}`,
    /** The form of the web client, which takes the serial of any. */
    check: `${server}/app/check`,
    pdf: (serial: string) => `${server}/api/certificates/${serial}/pdf`,
    credential: (serial: string) => `${server}/api/certificates/${serial}/credential`,
    course: (courseId: string) => `${server}/api/courses/${courseId}`,
    issuer,
    key: (organizationId: string, keyId: string) => `${issuer(organizationId)}/keys/${keyId}`,
    revocations: (organizationId: string) => `${issuer(organizationId)}/revocations`
  }
}

export type Addresses = ReturnType<typeof createAddresses>
