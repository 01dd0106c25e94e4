import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Language } from '#kernel/text.ts';
import { queries } from './api.ts';
import { router } from './router.tsx';
import { LanguageContext } from './texts/texts.tsx';
import { theme } from './theme.ts';
import './app.css';

const remembered = 'taizhang.language';

function Desk() {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(remembered) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(remembered, language);
  }, [language]);
  return (
    <LanguageContext value={{ language, change: setLanguage }}>
      <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
        <App>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </App>
      </ConfigProvider>
    </LanguageContext>
  );
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
