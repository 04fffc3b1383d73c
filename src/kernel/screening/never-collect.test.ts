/** never-collect against the pack's own rules: what must be refused, and the work that must not be mistaken for it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { GOOD_DEEDS } from '../../../tests/support/good-deeds.ts';
import { SAID_OF_PEOPLE } from '../../../tests/support/said-of-people.ts';
import { compileScreen, type ScreeningRule } from './never-collect.ts';

const file = join(import.meta.dirname, '../../../cities/zhengzhou/never-collect.yaml');
const screen = compileScreen((parse(readFileSync(file, 'utf8')) as { neverCollect: ScreeningRule[] }).neverCollect);

const WRITTEN_OUT: Record<string, string[]> = {
  'epidemic-disease': [
    '作为新冠肺炎康复者参与志愿服务',
    '其岳母因新冠肺炎去世',
    '住院号20200214，诊断为病毒性肺炎',
    '疑似新冠症状，已上报',
    '早期检测为弱阳性，后转阴',
    '新冠病毒核酸复阳，再次入院',
    '本人确诊新冠肺炎后隔离治疗，患有高血压病史',
    '其父为确诊患者',
    '家中妻子为疑似病例',
    '核酸检测结果呈阳性',
    '核酸检测阳性后仍捐款',
    '感染新冠病毒',
    '本人系新冠肺炎康复者',
    '无症状感染者',
    '治愈后返岗',
    '康复出院后捐献血浆',
    '捐献恢复期血浆400毫升',
    '发热三天后就医',
    '咳嗽发烧仍坚持上岗',
    '确 诊 后 居 家',
    '确诊\u200b病例',
    '１月出现疑似症状',
    '住院治疗20天',
    '抗体阳性',
    '在隔离治疗期间捐款',
    '护理确诊患者后本人感染新冠肺炎',
    '救治患者期间不幸感染，隔离治疗后重返岗位',
    '本人体温38.5度',
    '健康码为红码',
    '捐献血浆400毫升',
    '参与恢复期血浆捐献',
    'CT显示磨玻璃影',
    '系新冠患者治愈出院',
  ],
  'disease-and-history': [
    '该同志小孩为血友病患儿，仍坚持上班',
    '椎间盘突出发作，贴着膏药坚守',
    '妻子有孕在身，无人照顾',
    '哺乳期且患乳腺炎，坚持上班',
    '本人刚做完阑尾炎手术即上岗',
    '自幼患小儿麻痹症，坚持参加志愿服务',
    '该同志因患急性胰腺炎住院',
    '体检发现肺部结节，仍坚守岗位',
    '值守时晕倒，诊断为低血糖症',
    '因公牺牲，死于心肌梗死',
    '丈夫患有尿毒症，每周需透析三次',
    '长期服用降压药，仍坚持夜班',
    '左耳失聪，残疾二级',
    '做完化疗就回到工作岗位',
    '患有高血压',
    '身患糖尿病仍坚守一线',
    '带病坚持工作',
    '抱病值守卡点',
    '有慢性病史',
    '乙肝病毒携带',
    '抑郁症',
    '既往史：心脏病',
    '隐瞒病情',
    '术后未满一月即返岗',
    '怀孕6个月坚守岗位',
    '癌症晚期',
    '母亲生病仍坚持工作',
    '艾滋病',
    '附诊断证明',
    '有药物过敏史',
    '做过心脏搭桥手术',
    '因过度劳累病逝',
    '精神分裂症患者',
    '本人孕7月坚守岗位',
    '高血压患者，仍坚持值班',
    '突发心梗抢救无效',
  ],
  'contact-traces': [
    '与确诊患者接触后逃避医学观察',
    '居家隔离期间擅自外出',
    '曾接触来自武汉的亲属并一起聚餐',
    '丈夫是密切接触人员，全家隔离',
    '与武汉回来的同学聚会',
    '密切接触者张三',
    '本人为密切接触者',
    '与确诊患者有接触',
    '曾接触疑似病人',
    '居家隔离14天',
    '集中医学观察期满',
    '被隔离期间',
    '隔离14天后返岗',
    '解除隔离后参加志愿服务',
    '与患者同乘一车',
    '其为次密接',
    '有接触史',
    '在酒店隔离二十天',
    '近距离接触确诊患者后被隔离',
    '负责密接排查后本人隔离14天',
    '转运患者时成为密切接触者',
    '因与确诊患者同乘一车被集中隔离',
  ],
  'travel-traces': [
    '妻子在湖北孝感老家，本人春节期间前往孝感探亲',
    '近期去过温州走亲戚',
    '腊月二十八由武汉开车回家过年',
    '去武汉参加婚礼后返回',
    '1月20日从武汉乘G80次返郑',
    '从湖北返回后参加值守',
    '乘坐CZ3118航班',
    '行程轨迹：郑州至武汉',
    '有武汉旅居史',
    '曾到武汉出差',
    '去过湖北',
    '武汉返乡',
    '曾途经武汉',
    '从境外返回郑州',
    '乘高铁G1次',
    '曾于1月15日前往武汉华南海鲜市场',
    '1月22日自驾从武汉回到郑州',
    '由汉口乘高铁抵郑',
    '从信阳乘大巴回郑州',
    '家住武汉，春节回郑',
    '行程：1月18日武汉—郑州',
    '轨迹为1月20日万达影城',
    '系武汉返郑人员',
  ],
  religion: [
    '系基督徒，捐款5000元',
    '信仰佛教',
    '信仰伊斯兰教',
    '本人为基督教徒',
    '穆斯林',
    '某教堂牧师',
    '做礼拜',
    '信教群众李某',
    '五台山僧人捐款',
    '信佛多年，组织信众捐款',
  ],
  genes: ['基因检测结果', 'DNA比对', '有遗传病', '基因型AA'],
  fingerprints: ['已采集指纹', '虹膜信息', '人脸特征'],
  'blood-type': ['血型A型', 'O型血', 'RH阴性', '血型：AB', 'Rh阴性血', 'O型阳性血'],
};

const REFUSED = Object.fromEntries(
  Object.entries(WRITTEN_OUT).map(([rule, texts]) => [rule, [...texts, ...(SAID_OF_PEOPLE[rule] ?? [])]]),
);

const TAKEN = [
  ...GOOD_DEEDS,
  ...['街道-社区联动值守', '捐款/捐物折合5万元', '北京·上海两地采购口罩', '党员/志愿者分三班', 'A-B两组轮流值守'],
  ...['2月3日到了12家超市检查价格', '2月5日走访商户并到过农贸市场消毒', '车辆定位系统维护', '視頻會議系統調試'],
  ...['戒毒所民警坚守岗位', '组织流感疫苗接种', '传染病医院建设工程按期完工', '有关传染病防治知识宣传'],
  '负责新冠肺炎疑似患者采样送检',
  '逃避医学观察，被公安机关行政处罚',
  '拒不执行居家隔离措施，被处以罚款',
  '参与确诊病例密切接触者的流行病学调查和转运',
  '为高血压、糖尿病患者代开药品',
  '编写疫情数据日报，统计确诊、疑似病例数据',
  '对确诊病例居住小区进行终末消毒',
  '走访密接人员家庭，开展心理疏导',
  '督促药店落实购买发热咳嗽药品人员登记',
  '为患病老人联系救护车并陪同就医',
  '生产血糖仪、血压计，向慢性病患者捐赠',
  '保障疫情期间高血压、糖尿病常用药供应',
  '对辖区内湖北返乡人员进行健康监测',
  '参与疑似病例会诊和病例网络直报',
  '接听居民咨询电话，解答发热就诊流程',
  '为白血病患儿运送救命药',
  '编印防疫手册3万册，介绍居家隔离注意事项',
  '及时发现并上报发热人员3名',
  '为隔离观察人员测量体温、运送三餐',
  '承担全市确诊患者出院后的复诊工作',
  '发布确诊患者活动轨迹公告，回应群众关切',
  '免费为新冠肺炎患者家庭提供法律援助',
  '在小区门口查验健康码、行程码',
  '获得新冠肺炎疫情防控先进个人称号',
  '因新冠肺炎疫情防控需要，驻守卡点40天',
  '为血液透析病人提供接送服务',
  '参加援鄂医疗队，在武汉某方舱医院工作46天',
  '参加隔离点一线流行病学调查',
  '承担隔离点餐饮保障任务',
  '护送确诊患者转运',
  '负责密切接触者排查工作',
  '捐赠负压救护车2台',
  '救治新冠肺炎患者',
  '参与核酸检测采样',
  '为糖尿病患者送药',
  '清真寺防疫值守',
  '参加交通查验点值勤28天',
  '受到区级防疫工作表彰',
  '驾驶保障车辆运送防护物资',
  '社区卡点值守32天',
  '捐赠口罩5000只',
  '统筹市场价格监测与信息统计工作',
  '按期完成医院改造临时性紧急生产任务',
  '连续21天不停产保障医用口罩供应',
  '转运新冠肺炎确诊病例12例',
  '发热门诊预检分诊',
  '排查发热人员300余人',
  '流调密切接触者85人',
  '集中隔离点值守',
  '为居家隔离人员送菜送药',
  '居家隔离户生活物资配送',
  '负责集中隔离酒店消杀',
  '核酸检测采样点志愿者',
  '在新冠病区护理患者',
  '参加新冠肺炎疫情防控',
  '疾病预防控制中心采样员',
  '登记返乡人员信息',
  '排查武汉返郑人员',
  '火车站旅客测温',
  '从广州采购口罩运回郑州',
  '高铁站返程人员查验',
  '驰援武汉',
  '赴武汉支援45天',
  '逆行武汉抗疫',
  '运送蔬菜到武汉',
  '慰问援鄂医务人员家属',
  '慢性病患者送药上门',
  '为独居老人代购药品',
  '照顾独居老人',
  '无偿献血400毫升',
  '病毒核酸检测实验室工作',
  '参与病毒基因测序',
  '宗教活动场所防疫检查',
  '市民族宗教局工作人员下沉社区',
  '坚定理想信念和革命信仰',
  '基督教协会捐款10万元',
  '肿瘤医院护士支援发热门诊',
  '传染病医院重症监护',
  '心理疏导热线志愿者',
  '礼拜天坚持值守',
  '消毒指纹打卡机',
  '捐赠体温枪300把',
  '隔离点转运组组长',
  '隔离酒店工作人员',
  '卡点劝返外来车辆',
  '为患者理发',
  '为新冠患者送餐',
  '承担定点医院后勤保障',
  '捐赠抗疫资金1万元',
  '隔离病房消杀',
  '院感防控督导',
  '参与入境人员转运',
  '高速路口查验车辆行程码',
  '照护隔离点老人',
  '大数据排查旅居史人员',
  '捐赠检测试剂',
  '疑似病例流调',
  '参与救治确诊患者12例，全部治愈出院',
  '帮助患者康复出院',
  '治愈患者回访',
  '负责出院患者随访',
  '采集恢复期血浆',
  '参与恢复期血浆采集工作',
  '单采血浆站职工捐款',
  '对密切接触者进行流行病学调查',
  '密接人员数据比对',
  '近距离接触患者，开展咽拭子采样',
  '为解除隔离人员办理手续',
  '大数据比对行动轨迹',
  '随医疗队乘专机赴武汉支援',
  '乘火车赴湖北支援',
  '曾赴武汉支援45天',
  '2月10日随队赴湖北，支援孝感',
  '圆满完成援鄂任务从武汉返郑',
  '从援鄂一线返回岗位',
  '查验乘坐列车旅客信息',
  '乘坐高铁旅客的转运服务',
  '春节放弃休假，从老家返岗投入防疫',
  '正月初三从家返回岗位参加值守',
  '从周口老家赶回郑州参加抗疫',
  '坚守岗位，从未请假返家',
  '劝返信众，关停宗教活动场所',
  '在血站负责血型检测工作',
  '糖尿病科护士支援发热门诊',
  '照顾患有高血压的独居老人',
  '冒着被感染的风险救治病人',
  '新冠肺炎疫情防控先进个人',
  '测量体温3000人次',
];

describe.each(Object.entries(REFUSED))('%s', (ruleId, texts) => {
  test.each(texts)('refuses: %s', (text) => {
    const hit = screen(text);
    expect(hit, text).not.toBeNull();
    expect(Object.keys(REFUSED)).toContain(hit?.ruleId);
  });
  test('the rule itself is met by at least one of its texts', () => {
    expect(texts.some((text) => screen(text)?.ruleId === ruleId)).toBe(true);
  });
});

describe('work done for others is taken', () => {
  test.each(TAKEN)('%s', (text) => expect(screen(text)).toBeNull());
});

test('a refused condition stays refused whatever work is praised around it', () => {
  const refused = Object.values(REFUSED).flat();
  fc.assert(
    fc.property(fc.constantFrom(...refused), fc.constantFrom(...TAKEN), (condition, work) => {
      expect(screen(`${work}；${condition}`)).not.toBeNull();
      expect(screen(`${condition}。${work}`)).not.toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test('two texts about work stay work', () => {
  fc.assert(
    fc.property(fc.constantFrom(...TAKEN), fc.constantFrom(...TAKEN), (one, other) => {
      expect(screen(`${one}；${other}`)).toBeNull();
    }),
    { numRuns: 2_000 },
  );
});

test('where the words stand is told in the text as it was given', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(REFUSED).flat()), fc.constantFrom(...TAKEN), (condition, work) => {
      const spaced = [...condition].join('\u200b ');
      const text = `${work}；${spaced}。${work}`;
      const [first] = screen.all(text);
      expect(first!.from).toBeGreaterThanOrEqual(work.length);
      expect(first!.to).toBeLessThanOrEqual(text.length - work.length);
    }),
    { numRuns: 1_000 },
  );
});

test('a broken pattern is named with its rule', () => {
  const broken = { id: 'broken', category: 'disease', any: ['('], unless: [], citation: '' };
  expect(() => compileScreen([broken])).toThrow(/broken/);
});
