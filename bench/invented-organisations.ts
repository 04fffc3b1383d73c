/** Invented organisations for measurements, the same for the same number: names shaped like a registry's, codes that pass both checks. */
import { organisationCheck, usccCheck } from '#kernel/identity/uscc.ts';

const PLACES = [
  ...['郑州', '郑州市', '河南', '河南省', '郑州市金水区', '郑州市二七区', '郑州市管城区', '中原区', '新郑市', '巩义市'],
  ...['荥阳市', '登封市', '新密市', '中牟县', '郑州航空港区', '郑州高新区', '上街区', '惠济区', '', ''],
];
/** Characters that names are made of; the first ones are used far more often than the last. */
const BRAND = [
  ...'鑫华瑞恒盛金泰德信达博宏康源丰安通兴佳美嘉诚宇天新中东海龙豫福祥和顺大明永百正众利隆昌立文圣腾飞亚凯远',
  ...'创智汇聚优品尚艺卓越锦绣江山河川林森木禾田园春夏秋冬梅兰竹菊松柏桐枫荷莲星辰日月光辉亮晶莹玉石铁钢铜银',
  ...'富贵荣誉仁义礼学思善真勤勇志强健旺茂繁荣升腾跃骏驰骋翔鹏鹰雁鹤凤麒麟狮虎豹象鲲鲸渔舟帆航港湾岛屿沙洲原',
  ...'云雨雪霜露雾风雷电虹霞朝夕晨暮晓曙昕晖昊旭阳炎灿烂煌炬烨炜焕燃熙熠皓皎洁净清澈湛蓝碧翠青绿紫红丹朱赤橙',
  ...'璞琢琳琅瑾瑜璇玑珏珀珊瑚琪琦琛瑄瑶璐璟珂珮珩琨瓒钰铭锋锐钧铎镇锡钟铸鼎釜尊爵轩辕轶轲辇冠冕旌旗麾帅将校尉',
  ...'谷稻粟麦豆菽黍稷糯粮棉麻丝绢绸缎绫罗锦织染纺纱线缝裁剪绘刻雕塑陶瓷窑砖瓦梁柱栋楹阁楼台亭榭廊桥坊巷街衢',
];
const TRADES = [
  ...[
    '商贸',
    '贸易',
    '科技',
    '电子科技',
    '网络科技',
    '信息技术',
    '生物科技',
    '医药',
    '医疗器械',
    '大药房',
    '食品',
    '餐饮管理',
  ],
  ...[
    '物流',
    '运输',
    '供应链管理',
    '建筑工程',
    '装饰工程',
    '市政工程',
    '园林绿化',
    '房地产开发',
    '物业管理',
    '机械设备',
    '机电设备',
  ],
  ...[
    '汽车销售',
    '汽车维修',
    '农业科技',
    '种植',
    '养殖',
    '农产品',
    '粮油',
    '服装',
    '纺织',
    '家具',
    '建材',
    '新型材料',
    '化工',
    '环保科技',
  ],
  ...[
    '文化传媒',
    '广告',
    '教育咨询',
    '企业管理咨询',
    '人力资源',
    '会计服务',
    '商务服务',
    '旅行社',
    '酒店管理',
    '健身服务',
    '印刷',
    '包装',
  ],
  ...[
    '仪器仪表',
    '测绘',
    '检测技术',
    '消防工程',
    '电力工程',
    '暖通设备',
    '矿业',
    '石油',
    '新能源',
    '光电',
    '通讯',
    '软件',
    '知识产权代理',
  ],
];
const FORMS = [
  ...Array<string>(14).fill('有限公司'),
  ...[
    '有限责任公司',
    '股份有限公司',
    '有限公司郑州分公司',
    '厂',
    '经营部',
    '门市部',
    '（有限合伙）',
    '农民专业合作社',
    '合作社',
  ],
];

/** A small hash with good low bits; the same on every machine. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
const pick = <Item>(items: readonly Item[], random: number): Item => items[random % items.length] as Item;
/** Squared, so that the beginning of the list is hit most. */
const pickSkewed = <Item>(items: readonly Item[], random: number): Item =>
  items[Math.floor(items.length * ((random % 65_536) / 65_536) ** 2)] as Item;

export function inventedName(index: number): string {
  const brand = Array.from({ length: 2 + (mix(index) % 3 === 0 ? 1 : 0) }, (_, place) =>
    pickSkewed(BRAND, mix(index * 8 + place + 1)),
  );
  return (
    pick(PLACES, mix(index * 8 + 5)) +
    brand.join('') +
    pickSkewed(TRADES, mix(index * 8 + 6)) +
    pick(FORMS, mix(index * 8 + 7))
  );
}

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** In region 410199, never assigned: nobody's code. */
export function inventedCode(index: number): string {
  let eight = '';
  for (let rest = index; eight.length < 7; rest = Math.floor(rest / ALPHABET.length))
    eight = ALPHABET.charAt(rest % ALPHABET.length) + eight;
  eight = `M${eight}`;
  const first17 = `91410199${eight}${organisationCheck(eight)}`;
  return first17 + usccCheck(first17);
}
