import Theme from "vitepress/theme-without-fonts";
import { h } from "vue";
import Example from "./Example.vue";
import "./style.css";

export default {
  extends: Theme,
  // below the title of the home page
  Layout: () => h(Theme.Layout, null, { "home-hero-after": () => h(Example) }),
};
