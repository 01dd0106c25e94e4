import { wordList } from './words.ts';

/** Verbs that part what is counted from the rest of a clause: 发放|宣传资料, 53名志愿者|参加. */
const strong = wordList(`
  开展 组织 举办 举行 召开 发放 发送 派发 散发 分发 发出 张贴 悬挂 摆放 展出 播放 推送 发布 刊发 刊登 刊载 刊稿 发稿 采用 报送 编发 印发 印制 制作 拍摄 创作 走访 慰问
  看望 探访 帮助 救助 资助 捐助 捐赠 捐献 募集 募捐 筹集 筹得 筹资 接收 接受 接待 接听 拨付 投入 支出 发动 动员 组建 成立 建立 建成 新建 设立 设置 打造 创建
  配备 布设 安装 投放 购置 采购 更新 维修 改造 参加 参与 出席 到场 报名 观看 收看 收听 点赞 投票 签到 签订 签署 签约 受益 惠及 覆盖 辐射 影响
  授课 宣讲 讲课 开讲 解答 调解 化解 排查 检查 抽查 巡查 发现 整改 查处 破获 抓获 收缴 清理 清运 出动 派出 选派 征集 收集 收到 收回 评选 评选出 评出 选出 选拔
  表彰 奖励 颁发 授予 获得 荣获 获评 入选 入围 晋级 推荐 推介 提供 解决 落实 实现 完成 实施 推进 办理 受理 办结 新增 增加 减少 下降 提高 提升 增长 扩大 突破 送上
  送去 送出 送达 赠送 配送 调拨 转运 转移 安置 抢救 搜救 采集 入库 招募 招收 吸纳 吸收 吸引 邀请 联合 协调 链接 对接 认领 认购 带动 促成 达成 涌现 培养 培育 孵化
  栽种 种植 创造 提出 征求 形成 出台 修订 撰写 发表 出版 排演 录制 参赛 参展 申报 立项 结项 验收 执行 占 约占 出资 理赔 赔付 挽回 追回 减免 前往 深入 走进 进驻
  来自 分布 涉及 包括 包含 涵盖 下设 拥有 现有 共有 设有 纳入 列入 跟踪 回访 随访 聆听 驻足 领到 领取 享受 感受 体验 走上 走入 进入 奔赴 赶赴 发起 承办 主办 协办 集结 遍布
  喜获 斩获 摘得 夺得 收获 取得 迎来 演唱 展开 筑牢 贴合 分为 进行 通过 利用 依托 结合 围绕 针对 给予 采访 分享 介绍 汇报 作出 作了 落户 启动 推出 上线 关注 转发 浏览 阅读
  汇聚 凝聚 覆盖到 使用 上报 收治 治疗 转化 转介 劝返 劝导 劝阻 制止 纠正 护送 寻回 找回 捐出 捐款 筹款 募款 献血 注册 登记 认证 加入 退出 考取 取证 持有 缴纳 兑现 兑换 发展会员
  移交 查获 缴获 铲除 巡逻 值守 疏导 消杀 摸排 核查 采样 测温 检测 服务群众 服务公众 新发展 新成立 新增设 上门 达成 惠民 让利 销售 实到 应到 回收 收取 表演 演出
`);

/** Verbs that are parts of nouns as often: 宣传资料, 志愿服务队. They cut nothing, but they are acts where they open or close a label. */
const weak = wordList(`
  宣传 教育 培训 服务 学习 辅导 演练 直播 交流 管理 建设 帮扶 帮教 座谈 咨询 救援 救治 义诊 诊疗 筛查 体检 就业 返乡 引导 普及 推广 监管 评估 考核 答题 结对 绿化 植树 翻译
  巡演 巡展 补贴 补助 报销 代理 援助 参观 互动 发言 表态 发展 讲解 调研 走访慰问 入户 编印 宣发 报道 投稿 供稿 来稿 用稿 展示 展播
`);

const short = wordList('捐 救 送 讲 办 发 献 帮 访 培');

/** Words that lead from what is counted to its number and belong to neither: 达, 共, 为, 分别. */
export const links = wordList(`
  达 达到 共 共计 合计 总计 累计 累积 累计达 为 是 有 约 近 已 已达 已有 各 均 均为 分别 分别为 分别是 其中 仅 至 增至 升至 降至 增加到 上升到 上升至 增长到 总数 总数达
  就 也 还 就有 高达 多达 最多 最高 最少 最多时达 计 总 突破 也有 占 占比 超过 最 了 的 在 到 从 由 由最初的 发展到 单 中 先后 即 共达 平均 日均 年均 月均 人均 户均 合 分别是
`);

export interface Place {
  readonly start: number;
  readonly end: number;
  /** Where the last of several joined verbs starts. */
  readonly last: number;
}

/** The first verb of a stretch that parts words; verbs right behind it belong to it (组织开展, 走访慰问). */
export function firstVerb(text: string, from: number, to: number): Place | undefined {
  for (let at = from; at < to; at++) {
    const verb = strong.at(text, at);
    if (verb === '' || at + verb.length > to) continue;
    let end = at + verb.length;
    let last = at;
    for (let more = strong.at(text, end); more !== '' && end + more.length <= to; more = strong.at(text, end)) {
      last = end;
      end += more.length;
    }
    return { start: at, end, last };
  }
  return undefined;
}

/** A verb, of either sort, that ends where the stretch ends; '' when none does. */
export function verbBefore(text: string, end: number): string {
  return strong.before(text, end) || weak.before(text, end) || short.before(text, end);
}

/** A verb, of either sort, that starts here. */
export function verbAt(text: string, at: number): string {
  return strong.at(text, at) || weak.at(text, at);
}
