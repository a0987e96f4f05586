const image = /<img src="([^"]*)"([^>]*)>/g
const alternative = /(?:^|\s)alt="([^"]*)"/
const scroller = /<(pre|table)>/g

/**
 * The API's HTML as our pages show it: a picture that lies elsewhere is a link, for nobody else is told that somebody reads
 * here; and what scrolls sideways can be reached by keyboard. It is sanitised: every attribute stands in double quotes, and
 * a `<` begins a tag.
 *
 * @param unnamed what the link to a picture without a description says
 */
export function toOwnHtml(html: string, unnamed: string): string {
  return html.replace(scroller, '<$1 tabindex="0">').replace(image, (whole, src: string, attributes: string) => {
    if (/^\/(?!\/)/.test(src)) return whole
    const text = attributes.match(alternative)?.[1]?.trim() || unnamed
    return `<a href="${src}" rel="noopener noreferrer nofollow">${text}</a>`
  })
}
