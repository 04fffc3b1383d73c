/**
 * How the names of columns are miswritten. A title is only ever taken for another when it stands in this list: likeness says nothing,
 * 发证日期 is one character from 发生日期 and means something else (decision 031). No entry may be a word with a meaning of its own.
 */

/** the right name → what is written for it: a homophone, a character of like shape, one lost, doubled or swapped */
const WRITTEN: Readonly<Record<string, string>> = {
  姓名: '性名 姓铭 姓明 姓各',
  性别: '姓别 性另 性加',
  证件类型: '证件类形 证件型类 正件类型 证件类行 证件内型',
  证件号码: '证件号玛 证件号吗 证件号马 证件号嘛 证件码号 证件好码 正件号码 政件号码 证件浩码 证件号码码 证件件号码',
  证件号: '正件号 证件好',
  有效证件号码: '有效证件号玛 有效证件号吗 有效正件号码 有郊证件号码',
  身份证号码:
    '身分证号码 身份证号玛 身份证号吗 身份证号马 身份正号码 身份证码号 身份证好码 省份证号码 身份证号码码 身份证证号码 份身证号码',
  身份证号: '身分证号 身份正号 省份证号 身份证好 身份证证号 份身证号',
  居民身份证号码: '居民身分证号码 居民身份证号玛 居民身份证号吗 居民身份正号码',
  公民身份号码: '公民身分号码 公民身份号玛 公民身份号吗',
  信息类别: '信息内别 信息类另 信息累别 信息类别别 讯息类别 信自类别',
  推荐类别: '推荐内别 推荐类另 推荐累别 推存类别 推建类别 推见类别 荐推类别 推荐类别别',
  具体事项:
    '具体事相 具体事向 具体事象 具体事顶 具体是项 具体实项 具体亊项 具体事项项 俱体事项 据体事项 聚体事项 具休事项 具本事项 具体项事 体具事项',
  发生日期: '发生日其 发生曰期 发生日朝 发生日斯 发生日奇 发生日期期 发生期日 发声日期 发升日期 生发日期',
  发生时间: '发生时问 发生时见 发生时间间 发声时间 发升时间 生发时间',
  处罚事由: '出发事由 处发事由 处罚是由 处罚事有',
  单位名称:
    '单位名程 单位名秤 单位名陈 单位名城 单位名诚 单位明称 单位民称 单位各称 单位称名 单伟名称 单立名称 单位名称称',
  企业名称:
    '企业名程 企业名秤 企业名陈 企业名城 企业名诚 企业明称 企业民称 企业各称 企业称名 企叶名称 企亚名称 企业名称称',
  机构名称: '机构名程 机构名秤 机构明称 机构各称 机够名称 机购名称',
  统一社会信用代码: `统一社会信用代玛 统一社会信用代吗 统一社会信用代马 统一社会信用代嘛 统一社会信用代号 统一社会信用代 统一社会信用待码 统一社会信用带码
    统一社会信用码代 统一社会信用代码码 统一社会信代码 统一社会用代码 统一社会新用代码 统一社会信任代码 统一社会信誉代码 统一设会信用代码 统一社信用代码
    统一会信用代码 统一信用社会代码 同一社会信用代码 统社会信用代码 一统社会信用代码`,
  社会统一信用代码: '社会统一信用代玛 社会统一信用代吗 社会统一信用代马 社会同一信用代码',
  统一信用代码: '统一信用代玛 统一信用代吗 同一信用代码',
  社会信用代码: '社会信用代玛 社会信用代吗 设会信用代码',
};

/** what is written → what is meant */
export const MISSPELLINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(WRITTEN).flatMap(([meant, written]) => written.split(/\s+/u).map((wrong) => [wrong, meant] as const)),
);

/** Traditional characters of titles: the same words, no slips. */
const TRADITIONAL: ReadonlyMap<string, string> = new Map(
  '項项 證证 號号 碼码 稱称 單单 類类 別别 發发 時时 間间 備备 註注 統统 會会 業业 機机 構构 關关 決决 書书 處处 罰罚 據据 體体 員员 當当 許许 編编 區区 屬属 縣县 種种 質质 實实 內内 國国 簽签 護护 薦荐 報报 說说 違违 為为 執执 認认 審审 經经 辦办 聯联 監监 長长 電电 話话 銀银 記记 錄录'
    .split(' ')
    .map((pair) => [pair[0]!, pair[1]!] as const),
);

export const simplified = (title: string): string =>
  /[^\p{ASCII}]/u.test(title) ? [...title].map((character) => TRADITIONAL.get(character) ?? character).join('') : title;

/**
 * Whose, or which, a bracket can say a column is: `姓名（联系人）` is no 姓名, `日期（填表）` no 发生日期. Such a title is known by its full
 * name only.
 */
const OTHER_PERSON =
  /(?<!被)(?:填报|填表|上报|报送|报告|申报|联系|经办|承办|经手|负责|审核|审批|审查|复核|批准|核准|推荐|介绍|登记|录入|制表|采集|打印|导出|担保|委托|受托|代理|代表)(?:人|员|者)|^(?:监护|家长|父|母|配偶|子女|家属|亲属|户主|法人(?![和与及或])|法定代表)/u;
/** `统一社会信用代码（处罚机关）` is that of the office; `名称（单位）` only explains */
const OTHER_BODY =
  /(?<!被)(?:报送|填报|上报|推荐|主管|监管|监督|上级|所属|隶属|处罚|许可|决定|认定|执法|审批|发证|登记|来源|提供|承办|主办|委托|担保|投资|工作)(?:单位|部门|机关|机构|公司|企业)|^(?:集团|母公司|总公司|分公司|子公司|股东|投资方)/u;
const OTHER_NAME =
  /^(?:原(?!件)|旧|曾用|商标|品牌|英文|拼音|简称|别名|旧名|原名|原单位|原企业|手机|电话|银行|社保|学号|工号|车牌|填报单位)/u;
const OTHER_DAY =
  /(?:出生|填报|填表|上报|报送|申报|审核|审批|登记|录入|制表|采集|打印|导出|发证|领证|签发|颁发|到期|截止|失效|生效|建档|入职|入党|成立|更新|修改|公示)(?:日|时|年月|$)|^(?:有效期|生日)/u;

/** `决定机关（处罚机关）`, `推荐单位（主管部门）`: there the bracket says which body is meant, not whose column it is */
const A_BODY = /(?:机关|单位|部门)$/u;

/**
 * @param bracketed what stands in brackets beside a title, tidied
 * @param title what stands outside of them
 */
export const namesOtherThing = (bracketed: string, title: string): boolean =>
  [OTHER_PERSON, OTHER_NAME, OTHER_DAY].some((pattern) => pattern.test(bracketed)) ||
  (!A_BODY.test(title) && OTHER_BODY.test(bracketed));
