import Theme from "vitepress/theme-without-fonts";
import { h } from "vue";
import Example from "./Example.vue";
import { useSpoken } from "./spoken.mjs";
import "./style.css";

export default {
  extends: Theme,
  Layout: {
    setup() {
      useSpoken();
      // below the title of the home page
      return () => h(Theme.Layout, null, { "home-hero-after": () => h(Example) });
    },
  },
};
