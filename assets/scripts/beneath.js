// A question that hangs on an answer stands beneath it, and is put away while another answer is chosen. Without this
// file it always stands there. It never goes while something is written in it, or wrong with it: nothing gets lost, or
// has to be put right, out of sight.
const HANGS = "[data-app-beneath]"

function chosen(form, name, answer) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].some((each) =>
    each.type === "radio" || each.type === "checkbox" ? each.checked && each.value === answer : each.value === answer)
}

function filled(block) {
  const fields = [...block.querySelectorAll("input, textarea, select")].filter(({ type }) => type !== "hidden")
  return block.querySelector(".govuk-error-message") !== null || fields.some((each) =>
    each.type === "radio" || each.type === "checkbox" ? each.checked : each.value.trim() !== "")
}

function show(form) {
  for (const block of form.querySelectorAll(HANGS)) {
    block.hidden = !chosen(form, block.dataset.appBeneath, block.dataset.appAnswer) && !filled(block)
  }
}

export function askBeneath(scope) {
  for (const form of new Set([...scope.querySelectorAll(HANGS)].map((each) => each.closest("form")))) {
    if (form !== null) {
      form.addEventListener("change", () => show(form))
      show(form)
    }
  }
}
