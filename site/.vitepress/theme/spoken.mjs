// What the theme says wrongly to who listens to a page, mended whenever it draws anew: a caret inside of a button is a button of its own there,
// and the home page has no main part.
import { onMounted, onUnmounted } from "vue";

function mend() {
  for (const caret of document.querySelectorAll('.VPSidebarItem > .item[role="button"] > .caret[role="button"]')) {
    caret.removeAttribute("role");
    caret.removeAttribute("tabindex");
    caret.setAttribute("aria-hidden", "true");
  }
  const home = document.querySelector(".VPContent.is-home");
  home?.setAttribute("role", "main");
  for (const other of document.querySelectorAll(".VPContent[role=main]:not(.is-home)")) other.removeAttribute("role");
}

/** to be called where the layout is set up */
export function useSpoken() {
  let watching;
  onMounted(() => {
    mend();
    watching = new MutationObserver(mend);
    watching.observe(document.body, { childList: true, subtree: true });
  });
  onUnmounted(() => watching?.disconnect());
}
