import type { ThemeConfig } from 'antd';

/** Deep blue on white; every pair of text and ground stands at 4.5:1 or better. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0b4a8f',
    colorInfo: '#0b4a8f',
    colorLink: '#0b4a8f',
    colorText: '#1c2733',
    colorTextSecondary: '#4a5868',
    colorTextTertiary: '#566474',
    colorTextDescription: '#4a5868',
    colorTextPlaceholder: '#5f6c7b',
    colorError: '#b3261e',
    colorBorder: '#8a97a6',
    colorBorderSecondary: '#d8dfe7',
    borderRadius: 6,
    fontSize: 15,
    controlHeight: 36,
    fontFamily:
      "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
};
