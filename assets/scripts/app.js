// Everything works without this file. With it: GOV.UK and MoJ components, htmx, and pages that close by themselves.
import { ButtonMenu, DatePicker, FilterToggleButton, SortableTable } from "@ministryofjustice/frontend"
import { createAll, initAll } from "govuk-frontend"
import htmx from "htmx.org/dist/htmx.esm.js"

import { askBeneath } from "./beneath.js"
import { keepPrivate } from "./private.js"

// What htmx would do that our policy of content forbids, or that would leave something of a case behind.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  disableInheritance: true,
  historyCacheSize: 0,
  includeIndicatorStyles: false,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  // A form that is not right answers 422, and comes back with what is wrong.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
})

// htmx writes down which page this is as soon as it is read in. With no history kept, nothing asks for it.
try {
  sessionStorage.removeItem("htmx-current-path-for-history")
} catch {
  // A browser that keeps nothing for anybody has kept nothing of this.
}

function start(scope) {
  initAll({ scope, accordion: { rememberExpanded: false } })
  for (const Component of [ButtonMenu, DatePicker, FilterToggleButton, SortableTable]) {
    createAll(Component, undefined, scope)
  }
  askBeneath(scope)
}

document.body.classList.add("js-enabled", "govuk-frontend-supported")
start(document)
keepPrivate()

// A part that comes back for nobody is the page of signing in: the session has ended, and the whole page goes there.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.serverResponse.includes("<body class=\"govuk-template__body\" data-nobody>")) {
    detail.shouldSwap = false
    window.location.reload()
  }
})

// A form that was sent is no draft any more: nothing keeps it again while its answer is awaited.
const sent = new WeakSet()
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) {
    sent.add(event.target)
  }
})
document.addEventListener("htmx:beforeRequest", (event) => {
  if (sent.has(event.target.closest("form"))) {
    event.preventDefault()
  }
})

document.addEventListener("htmx:load", ({ detail }) => {
  if (detail.elt !== document.body) {
    start(detail.elt)
  }
})
