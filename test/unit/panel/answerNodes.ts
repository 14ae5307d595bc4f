// What the panel may make of a model's text. Anything else that stands among it was made by the text.

/** Sources of regular expressions, so that a page can be given them. */
export const answerNodes = {
  elements: '^(p|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|th|td|em|strong|s|a|br|hr|code|pre|span|div|button)$',
  attributes: '^(class|href|title|start|type|role|aria-label|data-action|data-language)$',
  protocols: '^(https?|mailto):$',
} as const;
