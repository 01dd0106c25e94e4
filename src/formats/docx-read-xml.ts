type Attributes = Readonly<Record<string, string>>;

/** An attribute of Word's own namespace. Nearly every program writes it with the prefix `w`. */
export function wordAttribute(attributes: Attributes, name: string): string | undefined {
  const usual = attributes[`w:${name}`];
  if (usual !== undefined) return usual;
  for (const key in attributes) if (key.endsWith(`:${name}`)) return attributes[key];
  return undefined;
}

/** Properties as they were before a tracked change. */
export function isChange(name: string): boolean {
  return name.endsWith('PrChange');
}
