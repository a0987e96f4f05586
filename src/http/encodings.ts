import type { FastifyReply } from 'fastify'

/** Whether the client takes the coding, by its `Accept-Encoding` (RFC 9110, 12.5.3). */
export function acceptsEncoding(header: string | undefined, coding: string): boolean {
  if (header === undefined) return false
  const qualities = new Map(header.toLowerCase().split(',').map(parseCoding))
  return (qualities.get(coding) ?? qualities.get('*') ?? 0) > 0
}

/** The answer is another one for another value of the header, besides what else it already varies by. */
export function varyBy(reply: FastifyReply, header: string): void {
  const vary = reply.getHeader('vary')
  reply.header('vary', vary ? `${vary}, ${header}` : header)
}

function parseCoding(text: string): [name: string, quality: number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim())
  const quality = parameters.find((parameter) => parameter.startsWith('q='))
  return [name, quality === undefined ? 1 : Number(quality.slice(2))]
}
