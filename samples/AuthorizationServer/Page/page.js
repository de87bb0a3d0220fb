// The page works without this: it adds dropping files and copying.
"use strict";

document.documentElement.classList.add("script");
const say = text => { document.getElementById("status").textContent = text; };

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      say("Copied.");
    } catch {
      // Not allowed: then the reader copies what is selected.
      getSelection().selectAllChildren(source);
      say("Selected. Copy it with the keyboard.");
    }
  });
}

for (const form of document.querySelectorAll("[data-drop]")) {
  const file = form.querySelector("input[type=file]");
  const text = form.querySelector("textarea");
  const hasFile = event => event.dataTransfer?.types.includes("Files");

  // Of the two only one can be meant: the one that was chosen last.
  file.addEventListener("change", () => { text.value = ""; });
  text.addEventListener("input", () => { file.value = ""; });

  form.addEventListener("dragover", event => {
    if (hasFile(event)) {
      event.preventDefault();
      form.classList.add("over");
    }
  });
  form.addEventListener("dragleave", event => {
    if (!form.contains(event.relatedTarget)) {
      form.classList.remove("over");
    }
  });
  form.addEventListener("drop", event => {
    form.classList.remove("over");
    if (!hasFile(event)) {
      return;
    }

    event.preventDefault();
    const first = new DataTransfer();
    first.items.add(event.dataTransfer.files[0]);
    file.files = first.files;
    text.value = "";
    say(`${first.files[0].name} is chosen.`);
    if (form.dataset.drop === "send") {
      form.requestSubmit();
    }
  });
}
