// A page shows itself to whoever is signed in now, and to nobody after them.
//
// <body data-idle="900" data-left="36000">: seconds after which an unused session ends, and that this one has left.
// <body data-nobody>: nobody is signed in. Nothing is kept in the browser: tabs tell each other by a channel.

const WARN = 120
const channel = "BroadcastChannel" in window ? new BroadcastChannel("lintel") : null

export function keepPrivate() {
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) {
      document.body.replaceChildren()
      window.location.reload()
    }
  })
  if (document.body.dataset.idle) {
    new Session(document.body.dataset, document.getElementById("stay")).watch()
  } else if ("nobody" in document.body.dataset) {
    channel?.postMessage("out")
  }
}

class Session {
  constructor({ idle, left }, dialog) {
    this.idle = Number(idle) * 1000
    this.end = Date.now() + Number(left) * 1000
    this.dialog = dialog
    this.used()
  }

  watch() {
    this.timer = window.setInterval(() => this.look(), 1000)
    document.addEventListener("visibilitychange", () => this.look())
    document.addEventListener("htmx:afterOnLoad", () => this.told())
    this.dialog.querySelector("form").addEventListener("submit", (event) => this.stay(event))
    this.dialog.addEventListener("cancel", (event) => event.preventDefault())
    channel?.addEventListener("message", ({ data }) => (data === "out" ? this.close() : this.used()))
    this.told()
  }

  /** The server has just been asked: the session is as fresh as it can be. */
  used() {
    if (this.closed) return
    this.until = Math.min(Date.now() + this.idle, this.end)
    if (this.dialog.open) {
      this.dialog.close()
    }
  }

  told() {
    this.used()
    channel?.postMessage("used")
  }

  look() {
    const seconds = Math.ceil((this.until - Date.now()) / 1000)
    if (seconds <= 0) {
      this.close()
    } else if (seconds <= WARN) {
      this.warn(seconds)
    }
  }

  /** Said in whole minutes, then every twenty seconds, so that a screen reader is not talked over. */
  warn(seconds) {
    const words = seconds > 60 ? "2 minutes" : seconds > 20 ? `${Math.ceil(seconds / 20) * 20} seconds` : "20 seconds"
    const said = this.dialog.querySelector("[data-in]")
    if (said.textContent !== words) {
      said.textContent = words
    }
    if (!this.dialog.open) {
      this.dialog.showModal()
    }
  }

  async stay(event) {
    event.preventDefault()
    const form = event.target
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" })
      answer.ok ? this.told() : this.close()
    } catch {
      this.close()
    }
  }

  /** Take everything off the page. What it said is in no cache, so going back shows nothing either. */
  close() {
    if (this.closed) return
    this.closed = true
    window.clearInterval(this.timer)
    const page = document.getElementById("closed").content.cloneNode(true)
    page.querySelector("a").href = window.location.href
    document.title = page.querySelector("h1").textContent
    document.body.replaceChildren(page)
    document.querySelector("h1").focus()
  }
}
