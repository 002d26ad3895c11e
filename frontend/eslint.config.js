import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Words on the screen stand in src/messages, in every language: here are the places of JSX that a reader sees or hears.
const shown = [
  "JSXElement",
  "JSXFragment",
  "JSXAttribute[name.name=/^(aria-(label|description|roledescription|valuetext)|title|placeholder|alt|label|help|problem)$/]",
];
const wordsInCode = [
  "JSXText[value=/\\p{L}{2}/u]",
  ...shown.flatMap((place) => [
    `${place} > Literal[value=/\\p{L}{2}/u]`,
    ...["", " > ConditionalExpression", " > LogicalExpression"].flatMap((inner) => [
      `${place} > JSXExpressionContainer${inner} > Literal[value=/\\p{L}{2}/u]`,
      `${place} > JSXExpressionContainer${inner} > TemplateLiteral > TemplateElement[value.raw=/\\p{L}{2}/u]`,
    ]),
  ]),
].map((selector) => ({ selector, message: "Words on the screen stand in src/messages." }));

export default tseslint.config(
  {
    ignores: [
      "dist",
      "src/api/openapi.gen.d.ts",
      "node_modules",
      "placeholder",
      "public",
      "test-results",
      "playwright-report",
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      // The React Compiler is not used, so it does not matter which hooks it would pass over.
      "react-hooks/incompatible-library": "off",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "no-restricted-syntax": ["error", ...wordsInCode],
    },
  },
  {
    // Playwright hands fixtures a function called use, which is no hook.
    files: ["e2e/**"],
    rules: { "react-hooks/rules-of-hooks": "off" },
  },
  {
    files: ["eslint.config.js"],
    ...tseslint.configs.disableTypeChecked,
  },
);
