/** Traditional characters of the words that a pack's rules name, as the simplified ones they are looked for by: a rule is written once. */

const TRADITIONAL =
  '確診陽陰離發燒熱癥過檢測結療傳殘懷壓臟腦腫醫護觸從漢歸親飛機車鐵紋臉徵遺禮聖廟誦經輪黃碼紅顯異體溫轉癒於歷鬱藥術產處動積無認員貧損傷聾啞癱瘓視聽關節膽腎膚腸癇瘧熒獻漿囉團為與乾國際軌跡蹤連鄰還隊導達鄉豐鎮';
const SIMPLIFIED =
  '确诊阳阴离发烧热症过检测结疗传残怀压脏脑肿医护触从汉归亲飞机车铁纹脸征遗礼圣庙诵经轮黄码红显异体温转愈于历郁药术产处动积无认员贫损伤聋哑瘫痪视听关节胆肾肤肠痫疟荧献浆啰团为与干国际轨迹踪连邻还队导达乡丰镇';

const SIMPLE: ReadonlyMap<string, string> = new Map(
  [...TRADITIONAL].map((sign, place) => [sign, [...SIMPLIFIED][place]!]),
);

/** Nearly no text has one of them. */
const ONE_OF_THEM = new RegExp(`[${TRADITIONAL}]`, 'g');

/** One character for one, so that places in the text stay true. */
export const simplified = (text: string): string => text.replaceAll(ONE_OF_THEM, (sign) => SIMPLE.get(sign) ?? sign);
