import { Alert } from 'antd';

/** Everything that is wrong, each in its own line; nothing when nothing is. */
export function Problems({ problems }: { readonly problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      title={problems.length === 1 ? problems[0] : problems.map((one) => <div key={one}>{one}</div>)}
    />
  );
}
