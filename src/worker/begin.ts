// What the script of a worker begins with.
import { serve } from "./serve.js";

serve();
