/* What the rules on conduct say, while it is typed: the rows are the server's (fieldvisits/conduct.py). */

const COMPARE = {
  "=": (left, right) => left === right,
  "≠": (left, right) => left !== right,
  ">": (left, right) => left > right,
  "≤": (left, right) => left <= right,
};

/** One condition: an answer against a value, or as more than one in so many of another answer. */
function holds({ field, compare, value, one_in: oneIn, whole }, answers) {
  return whole ? answers[field] * oneIn > answers[whole] : COMPARE[compare](answers[field], value);
}

/** The rules that these answers do not keep: key, words, article. */
export function breaches(rules, answers) {
  return rules.filter((rule) => rule.ways.some((way) => way.every((condition) => holds(condition, answers))))
    .map(({ key, words, article }) => (
      { key, words: words.replace(/\{(\w+)\}/g, (_all, name) => answers[name]), article }));
}

/** The answers as the form holds them: ticks, numbers and words. */
function answersOf(log, rules) {
  const names = new Set(rules.flatMap((rule) => rule.ways.flat().flatMap(({ field, whole }) => [field, whole])));
  const read = (field) => {
    if (field instanceof RadioNodeList) return field.value;
    if (field.type === "checkbox") return field.checked;
    return field.type === "number" ? Math.max(0, Number(field.value) || 0) : field.value.trim();
  };
  return Object.fromEntries([...names].filter((name) => name && log.elements[name]).map((name) => [name, read(log.elements[name])]));
}

export function dressConduct(log) {
  const box = log.querySelector("[data-conduct]");
  if (!box) return;
  const rules = JSON.parse(box.dataset.conduct);
  const list = box.querySelector("ul");
  let told = "";
  const look = () => {
    const found = breaches(rules, answersOf(log, rules));
    const key = JSON.stringify(found);
    if (key === told) return;
    told = key;
    list.replaceChildren(...found.map(({ words, article }) => {
      const item = document.createElement("li");
      const source = document.createElement("span");
      source.className = "sx-muted";
      source.textContent = ` ${article}`;
      item.append(words, source);
      return item;
    }));
    box.hidden = !found.length;
  };
  log.addEventListener("input", look);
  log.addEventListener("change", look);
  look();
}
