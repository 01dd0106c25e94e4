import { App, Button, Modal } from 'antd';
import { momentText } from '../parts.tsx';
import { usePhrases } from '../texts/texts.tsx';
import { texts } from './texts.ts';

export interface Link {
  readonly kind: 'invitation' | 'reset';
  readonly name: string;
  readonly token: string;
  readonly expiresAt: string;
}

/** A link to hand over, shown this once. The token stands after the # so that no server, proxy or log ever sees it. */
export function LinkBox({ link, close }: { readonly link: Link | undefined; readonly close: () => void }) {
  const t = usePhrases(texts).link;
  const { message } = App.useApp();
  const address = link ? `${location.origin}/staff/invitation#${link.token}` : '';
  const copy = async () => {
    await navigator.clipboard.writeText(address);
    void message.success(t.copied);
  };
  return (
    <Modal
      open={link !== undefined}
      onCancel={close}
      mask={{ closable: false }}
      title={link?.kind === 'reset' ? t.resetTitle : t.inviteTitle}
      footer={[
        <Button key="close" onClick={close}>
          {t.close}
        </Button>,
        ...('clipboard' in navigator
          ? [
              <Button key="copy" type="primary" onClick={() => void copy()}>
                {t.copy}
              </Button>,
            ]
          : []),
      ]}
    >
      {link && (
        <div className="link-box">
          <p>{t.tell(link.name, momentText(link.expiresAt))}</p>
          <textarea readOnly value={address} aria-label={t.label} onFocus={(event) => event.target.select()} />
        </div>
      )}
    </Modal>
  );
}
