import { wordList } from './words.ts';

/** Verbs of reports that part what is counted from the rest of a clause: 发放|宣传资料, 53名志愿者|参加. */
export const verbs = wordList(`
  开展 组织 举办 举行 召开 发放 发送 派发 散发 分发 发出 张贴 悬挂 摆放 展出 播放 推送 发布 刊发 刊登 刊载 刊稿 发稿 采用 报送 编发 编印 印发 印制 制作 拍摄 创作 走访 慰问
  看望 探访 帮扶 帮教 帮助 救助 资助 捐助 捐赠 捐献 募集 募捐 筹集 筹得 筹资 接收 接受 接待 接听 拨付 投入 支出 发动 动员 组建 成立 建立 建成 新建 设立 设置 打造 创建
  配备 布设 安装 投放 购置 采购 更新 维修 改造 参加 参与 出席 到场 报名 观看 收看 收听 点赞 浏览 阅读 转发 投票 签到 签订 签署 签约 受益 惠及 覆盖 服务 辐射 影响 培训
  授课 宣讲 讲课 开讲 学习 辅导 咨询 解答 调解 化解 排查 检查 抽查 巡查 发现 整改 查处 破获 抓获 收缴 清理 清运 出动 派出 选派 投入 征集 收集 收到 收回 评选 评出 选出 选拔
  表彰 奖励 颁发 授予 获得 荣获 获评 获 入选 入围 晋级 推荐 推介 提供 解决 落实 实现 完成 实施 推进 办理 受理 办结 发展 新增 增加 减少 下降 提高 提升 增长 扩大 达到 突破 送上
  送去 送出 送达 赠送 配送 调拨 转运 转移 安置 救援 救治 抢救 搜救 义诊 诊疗 筛查 体检 献血 采集 入库 登记 注册 招募 招收 吸纳 吸收 吸引 邀请 联合 协调 链接 对接 结对 认领
  认购 销售 带动 促成 达成 涌现 培养 培育 孵化 建档 建设 栽种 种植 植树 绿化 创造 提出 征求 形成 出台 修订 撰写 发表 出版 翻译 巡展 巡演 演出 表演 演练 排演 直播 录制
  答题 参赛 参展 申报 立项 结项 验收 通过 执行 使用 利用 占 约占 共计 合计 累计 总计 出资 补贴 补助 报销 理赔 赔付 挽回 追回 减免 代理 援助 就业 返乡 前往 深入 走进 进驻
  来自 分布 涉及 包括 包含 涵盖 下设 拥有 现有 共有 设有 留存 纳入 列入 管理 管控 监管 跟踪 回访 随访 评估 考核 通报 推广 普及 宣传 教育 引导 集中 亮相 认真 聆听 驻足 领到
  领取 享受 感受 体验 到社区 走上 走入 进入 奔赴 赶赴 发起 承办 主办 协办 参观 集结 成功 遍布 服务于 利用 发言 交流 座谈 互动 喜获 斩获 摘得 夺得 收获 取得 迎来 送 捐
`);

/** Words that lead from what is counted to its number and belong to neither: 达, 共, 为, 分别. */
export const links = wordList(`
  达 达到 共 共计 合计 总计 累计 累积 为 是 有 约 近 已 已达 已有 各 均 均为 分别 分别为 分别是 其中 仅 至 增至 升至 降至 增加到 上升到 上升至 增长到 总数 总数达 数量 数量为 人数 人数达
  就 也 还 就有 高达 多达 最多 最高 最少 计 总 突破 也有 占 占比 超过 最 了 的 在 到 从 由 由最初的 发展到 单 每 中 先后 共有 现有 即 共达 平均 日均 年均 月均 人均 户均 价值 合
`);

/** The first verb of a stretch: where it starts and ends, or undefined. */
export function firstVerb(text: string, from: number, to: number): { start: number; end: number } | undefined {
  for (let at = from; at < to; at++) {
    const verb = verbs.at(text, at);
    if (verb !== '' && at + verb.length <= to) return { start: at, end: at + verb.length };
  }
  return undefined;
}

/** The last verb of a stretch. */
export function lastVerb(text: string, from: number, to: number): { start: number; end: number } | undefined {
  for (let end = to; end > from; end--) {
    const verb = verbs.before(text, end);
    if (verb !== '' && end - verb.length >= from) return { start: end - verb.length, end };
  }
  return undefined;
}
