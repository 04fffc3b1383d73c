/** English for the providers' page. */
import type { Dictionary } from '../../../shared/language.tsx';

export const PROVIDER_ENGLISH: Dictionary = {
  优惠核验: 'Checking benefits',
  '本单位今天没有有效的优惠，不能核验。请联系信用主管部门。':
    'Your organisation offers nothing valid today, so there is nothing to check. Please contact the credit office.',
  '供登记的优惠服务单位核对来人是否符合优惠。只答“符合”或“未确认”，不显示姓名、分数和等级。':
    'For registered providers, to check whether somebody qualifies for a benefit. The answer is yes or not confirmed: no name, no points, no level.',
  经办账号登录: 'Sign in as staff',
  '您是来享受优惠的？请把手机上的码给工作人员扫，不必在这里登录。':
    'Here for a benefit yourself? Let the staff scan the code on your phone; you need not sign in here.',
  核验一次: 'Check one code',
  哪一项优惠: 'Which benefit',
  '正在打开摄像头……': 'Opening the camera…',
  用摄像头扫码: 'Scan with the camera',
  或者输入八位核验码: 'Or type the eight characters',
  '正在核验……': 'Checking…',
  核验: 'Check',
  '码可能输错、过期、用过，或者不是为本单位这项优惠出示的。请来人在手机上重新出示；不要追问原因。':
    'The code may be mistyped, run out, used, or shown for another provider or benefit. Ask for a new one on their phone; do not ask why.',
  '没有打开摄像头：可能没有允许，或者此设备没有摄像头。请输入八位码，效果一样。':
    'The camera did not open: it may not be allowed, or there is none. Type the eight characters instead.',
  '摄像头画面，请对准二维码': 'Picture of the camera; point it at the QR code',
  不扫了: 'Stop scanning',
  本单位的核验次数: 'Your own figures',
  '还没有答复过“符合”。': 'No yes so far.',
  '不足 {smallest} 次': 'fewer than {smallest}',
  '{count} 次': '{count} {count|time|times}',
  '只有次数，没有人；不足 {smallest} 次的不显示确数。':
    'Counts, not people; below {smallest} no exact figure is shown.',
  '基本服务照常提供：': 'The basic service is there as for everybody: ',
  '也可以用本单位自己的系统核验：': 'Your own system can ask as well: ',
  接口说明: 'the interface',
};
