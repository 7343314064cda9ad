import { defineConfig } from "vitest/config";

// The pure modules run in plain Node; a component test asks for a DOM in its first line: `// @vitest-environment happy-dom`.
export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    environment: "node",
    setupFiles: ["tests/complaints.ts"],
    restoreMocks: true,
    unstubGlobals: true,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
