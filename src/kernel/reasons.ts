/**
 * Why a reported row was not simply accepted (reasons) and what was noticed on a row that was (remarks).
 * The codes are part of the public interface: they are never renamed and never change their meaning.
 */

/** `rejected`: the row is not taken. `suspect`: taken aside until someone shows evidence. `duplicate`: already there. */
export type Severity = 'rejected' | 'suspect' | 'duplicate';

export interface ReasonText {
  readonly severity: Severity;
  /** What is wrong. */
  readonly zh: string;
  readonly en: string;
  /** What the reporting officer should do about it. */
  readonly remedy: string;
  readonly remedyEn: string;
}

const of =
  (severity: Severity) =>
  (zh: string, en: string, remedy: string, remedyEn: string): ReasonText => ({
    ...{ severity, zh, en, remedy, remedyEn },
  });

const rejected = of('rejected');
const suspect = of('suspect');
const duplicate = of('duplicate');

export const REASONS = {
  'id.length': rejected(
    '身份证号码不是18位',
    'The resident identity number does not have 18 characters',
    '请按证件核对号码，填写完整的18位。如显示为4.10199E+17一类的形式，说明被表格软件当作数字改写（Excel 只保留15位有效数字），末几位已丢失：请先把该列设为“文本”格式，再重新录入。',
    'Check the number against the document and enter all 18 characters. If it shows as 4.10199E+17 the spreadsheet took it for a number and lost its last digits (Excel keeps 15): set the column to text and enter it anew.',
  ),
  'id.checksum': rejected(
    '身份证号码校验不通过',
    'The check digit of the resident identity number is wrong',
    '号码中至少有一位填错，请对照证件逐位核对后重新填写。',
    'At least one character is wrong: check it one by one against the document.',
  ),
  'id.birthdate': rejected(
    '身份证号码中的出生日期不存在',
    'The date of birth inside the resident identity number is not possible',
    '请对照证件核对号码第7至14位（出生年月日）。',
    'Check characters 7 to 14 (date of birth) against the document.',
  ),
  'id.truncated': rejected(
    '证件号码末三位是000，像是被表格软件截断的',
    'The number ends in 000, as numbers do that a spreadsheet has cut',
    'Excel 只保留15位有效数字，按数字录入的18位号码，末三位会变成000，真实号码已丢失，还可能变成他人的号码。请先把该列设为“文本”格式，再对照证件逐个重新录入；个别人的号码确实以000结尾的，核对后单独报送该人，由审核人员核实。',
    'Excel keeps 15 digits: of an 18-digit number entered as a number the last three become 000, and it may pass as somebody else’s. Set the column to text and enter the numbers anew; where the document really ends so, report that person in a file of their own, and an officer checks it.',
  ),
  'id.maybe_truncated': suspect(
    '证件号码末三位是000，可能被表格软件截断',
    'The number ends in 000; a spreadsheet may have cut it',
    'Excel 只保留15位有效数字，按数字录入的18位号码，末三位会变成000，可能成为他人的号码。请对照证件核对：被截断的，把该列设为“文本”格式后重新录入；证件上确实如此的，由审核人员核实后办理。',
    'Excel keeps 15 digits: of an 18-digit number entered as a number the last three become 000, perhaps somebody else’s number. Compare it with the document: if it was cut, set the column to text and enter it anew; if it really ends so, an officer checks it.',
  ),
  'id.gender_mismatch': rejected(
    '填写的性别与身份证号码不一致',
    'The sex given does not agree with the resident identity number',
    '身份证号码第17位单数为男、双数为女，请核对性别和号码，改正填错的一项。',
    'The 17th character is odd for men and even for women: correct whichever is wrong.',
  ),
  'id.legacy_15': rejected(
    '填写的是已停用的15位身份证号码',
    'A 15-digit resident identity number, no longer in use',
    '15位号码自2013年起停用，请改填本人现用身份证上的18位号码。',
    '15-digit numbers ended in 2013: enter the 18 characters of the present card.',
  ),
  'sex.missing': rejected(
    '未填写性别',
    'The sex is missing or neither of 男 and 女',
    '请填写“男”或“女”，须与证件一致。',
    'Enter 男 or 女, as in the document.',
  ),
  'document.unknown': rejected(
    '证件类型无法识别',
    'The document type is not known',
    '请填写：居民身份证、港澳台居民居住证、港澳居民来往内地通行证、台湾居民来往大陆通行证、外国人永久居留身份证、护照之一。',
    'Enter one of the document types of the template.',
  ),
  'document.format': rejected(
    '证件号码与所填证件类型的格式不符',
    'The document number does not have the form of its document type',
    '请核对证件类型是否选对，并对照证件重新填写号码。',
    'Check whether the document type is right and enter the number anew from the document.',
  ),
  'document.maybe_date': suspect(
    '证件号码像是日期',
    'The document number looks like a date',
    '请对照证件核对：填成日期的，请改填证件号码；证件号码确实如此的，由审核人员核实后办理。',
    'Compare it with the document: enter the number if it is a date; if the number really looks so, an officer checks it.',
  ),
  'subject.minor': rejected(
    '该人员未满18周岁',
    'The person is under 18',
    '本平台不收集未成年人的信用信息，请从报送表中删除该行。',
    'The platform collects nothing about minors: delete this row from your table.',
  ),
  'name.missing': rejected(
    '未填写姓名或名称',
    'The name is missing',
    '请填写证件或登记证照上的姓名、名称全称。',
    'Enter the full name as in the document or the register.',
  ),
  'name.invalid': rejected(
    '姓名或名称不符合要求',
    'The name contains something a name cannot contain, or is a placeholder',
    '请填写证件或登记证照上的全称，不要填写“无”“测试”“张某”“张**”、数字或符号；出现乱码的，请按原件重新录入。',
    'Enter the full name as in the document: no placeholder, asterisk, digit or symbol.',
  ),
  'name.doubtful': suspect(
    '姓名或名称可能不是一个人、一个单位的全称',
    'The name may be two people or bodies, or not be written out',
    '一行只报一个人或一个单位：写了两个的，请分行填写各自的姓名和号码；用称呼、符号代替的，请填写证件上的全名；确为一个人的，姓名中间不要留空格，或由审核人员核实后办理。',
    'One person or body a row: write two on two rows, each with its own number; write out what a title or sign stands for. If it is one person, leave no blank inside the name, or an officer checks it.',
  ),
  'name.directory_mismatch': suspect(
    '名称与该统一社会信用代码的登记名称不一致',
    'The name does not match the registered name of this unified social credit code',
    '请核对名称与代码是否属于同一主体；如已更名，请附登记机关的变更证明。',
    'Check whether name and code belong to one body; if it was renamed, attach the proof of the registry.',
  ),
  'uscc.length': rejected(
    '统一社会信用代码不是18位',
    'The unified social credit code does not have 18 characters',
    '请对照营业执照或登记证书填写完整的18位代码；如显示为科学计数形式，请先把该列设为“文本”格式再重新录入。',
    'Enter all 18 characters from the licence; if it shows in scientific notation, set the column to text first.',
  ),
  'uscc.alphabet': rejected(
    '统一社会信用代码含有不会使用的字符',
    'The unified social credit code contains a character that is never used',
    '代码只用数字和大写字母，且不用 I、O、S、V、Z。请核对是否把 1、0、5、2 误写成 I、O、S、Z。',
    'Only digits and capitals are used, never I, O, S, V, Z: check for 1, 0, 5, 2 mistyped as letters.',
  ),
  'uscc.structure': rejected(
    '统一社会信用代码的结构不存在',
    'The unified social credit code begins with a combination that is never issued',
    '代码前8位（登记管理部门、机构类别、行政区划）不是有效的组合，请对照证照核对，不要填写编造或示例号码。',
    'The first 8 characters are no valid combination: check them against the licence; no made-up or sample codes.',
  ),
  'uscc.checksum': suspect(
    '统一社会信用代码的校验码不符',
    'The check character of the unified social credit code is wrong, its organisation code is right',
    '请对照证照逐位核对；如证照上确实如此，请附登记机关查询结果并说明情况，由审核人员核实。',
    'Check it one by one against the licence; if it really stands there so, attach what the registry answers and say so: an officer checks it.',
  ),
  'uscc.organisation_code': rejected(
    '统一社会信用代码中的组织机构代码（第9至17位）校验不通过',
    'The organisation code inside the unified social credit code fails its check',
    '第9至17位中至少有一位填错，请对照证照逐位核对后重新填写。',
    'At least one of the characters 9 to 17 is wrong: check them against the licence.',
  ),
  'uscc.truncated': rejected(
    '统一社会信用代码末三位是000，像是被表格软件截断的',
    'The code ends in 000, as numbers do that a spreadsheet has cut',
    'Excel 只保留15位有效数字，全是数字的18位代码按数字录入，末三位会变成000，可能变成其他单位的代码。请先把该列设为“文本”格式，再对照证照逐个重新录入；个别单位的代码确实以000结尾的，核对后单独报送该单位，由审核人员核实。',
    'Excel keeps 15 digits: of an 18-digit code entered as a number the last three become 000, and it may pass as another body’s. Set the column to text and enter the codes anew; where the licence really ends so, report that body in a file of its own, and an officer checks it.',
  ),
  'uscc.maybe_truncated': suspect(
    '统一社会信用代码末三位是000，可能被表格软件截断',
    'The code ends in 000; a spreadsheet may have cut it',
    'Excel 只保留15位有效数字，全是数字的18位代码按数字录入，末三位会变成000，可能成为其他单位的代码。请对照证照核对：被截断的，把该列设为“文本”格式后重新录入；证照上确实如此的，由审核人员核实后办理。',
    'Excel keeps 15 digits: of an 18-digit code entered as a number the last three become 000, perhaps another body’s code. Compare it with the licence: if it was cut, set the column to text and enter it anew; if it really ends so, an officer checks it.',
  ),
  'uscc.legacy_registration_number': rejected(
    '填写的是15位旧注册号，不是统一社会信用代码',
    'A 15-digit registration number of the old system',
    '请改填换发后的营业执照上的18位统一社会信用代码。',
    'Enter the 18-character code of the new licence.',
  ),
  'category.unknown': rejected(
    '信息类别不在目录内',
    'The kind is not in the catalogue',
    '请从报送模板的下拉项中选择类别；目录以外的信息不得报送。',
    'Choose a kind from the list in the template; nothing outside the catalogue may be reported.',
  ),
  'category.not_yours': rejected(
    '该类别不由本单位报送',
    'This kind is not for your department to report',
    '请联系该类别的主管部门报送，或核对类别是否选错。',
    'Ask the competent department to report it, or check whether the kind is the wrong one.',
  ),
  'matter.missing': rejected(
    '未填写具体事项',
    'The matter is missing',
    '请写明时间、地点、所做的具体工作。',
    'Say when, where and what was done.',
  ),
  'matter.too_long': rejected(
    '具体事项过长',
    'The matter is too long',
    '请精简到规定字数以内，只写与信用有关的事实。',
    'Shorten it; only facts that matter for credit.',
  ),
  'matter.never_collect': rejected(
    '内容涉及禁止采集的个人信息',
    'The text holds information that must never be collected',
    '宗教信仰、基因、指纹、血型、疾病和病史，以及接触、行程轨迹，不得采集。请删去这些内容，只写所做的工作；平台不会保存本行。',
    'Religion, genes, fingerprints, blood type, illness and its history, contacts and travel must not be collected: delete them and say only what was done. This row is not stored.',
  ),
  'matter.document_number': rejected(
    '内容中写有证件号码、个人电话或银行卡号',
    'The text holds the number of an identity document, a person’s telephone or a bank card',
    '证件号码只填在“证件号码”栏，由平台加密保存；请从具体事项、备注、文书等各栏中删去号码后重新报送。',
    'Numbers belong in their own column, where they are encrypted: delete them from the matter, the remarks and the decision.',
  ),
  'date.missing': rejected(
    '未填写日期',
    'The date is missing',
    '请填写日期，例如 2020-03-05。',
    'Enter the date, such as 2020-03-05.',
  ),
  'date.invalid': rejected(
    '日期无法识别或不存在',
    'The date cannot be read or does not exist',
    '请按 2020-03-05 的形式填写；2020年3月5日、二〇二〇年三月五日也可以，但须写明年份。',
    'Write it as 2020-03-05; a date in Chinese words will do as well, with the year.',
  ),
  'date.future': rejected(
    '日期晚于今天',
    'The date lies in the future',
    '请核对日期；尚未发生的事项不得报送。',
    'Check the date; what has not happened cannot be reported.',
  ),
  'date.outside_notice': rejected(
    '日期不在通知适用的期间',
    'The date lies outside the days the notice is about',
    '通知只适用于其规定期间内的事项，期间见政策页；请核对日期，期间以外的不得报送。',
    'The notice is about what happened within its period, which the policy page tells: check the date; what lies outside cannot be reported.',
  ),
  'decision.missing': rejected(
    '不良信息缺少生效文书',
    'Adverse information without an effective decision document',
    '请补齐文书类型、文号、作出机关、日期和法律依据；没有生效文书的不得报送。',
    'Complete type, number, authority, date and legal basis of the decision; without one in effect nothing may be reported.',
  ),
  'duplicate.in_file': duplicate(
    '与本文件前面的行重复',
    'The same as an earlier row of this file',
    '无需处理，已按一条计。如确为两件事，请在具体事项中写明区别。',
    'Nothing to do: it counts once. If these are two things, say in the matter how they differ.',
  ),
  'duplicate.on_record': duplicate(
    '此前已经报送',
    'Reported before',
    '无需处理，已有记录保持不变。',
    'Nothing to do: what is on record stays as it is.',
  ),
  'field.missing': rejected(
    '缺少该类别必填的内容',
    'A field that this kind demands is empty',
    '请对照模板的“填表说明”，把该类别必填的各列填全。',
    'Fill in every column this kind demands; the guide in the template says which.',
  ),
  'header.missing': rejected(
    '缺少必需的列',
    'A required column is missing',
    '请下载最新报送模板，把缺少的列补上；列名须在第一行。',
    'Download the newest template and add the missing columns; names stand in the first row.',
  ),
  'header.unknown': rejected(
    '有无法识别的列',
    'A column is not known',
    '请按模板修改列名，或删除该列；模板以外的信息不收集。',
    'Rename the column as in the template, or delete it; nothing else is collected.',
  ),
  'row.too_many_cells': rejected(
    '本行的单元格多于表头',
    'The row has more cells than the header',
    '多为内容中夹有逗号或换行所致，请检查后用引号括起，或改用 xlsx 报送。',
    'Usually a comma or line break within a cell: put it in quotes or report an xlsx file.',
  ),
  'cell.too_long': rejected(
    '单元格内容过长',
    'A cell is too long',
    '请检查是否误粘贴了其他内容，精简后重新报送。',
    'Check whether something else was pasted in, shorten it and report again.',
  ),
  'text.encoding': rejected(
    '文字编码错误，出现乱码',
    'The text is not in the encoding of the file',
    '请用 UTF-8 或 GB18030 编码重新保存文件，或改用 xlsx 报送。',
    'Save the file in UTF-8 or GB18030, or report an xlsx file.',
  ),
} as const satisfies Record<string, ReasonText>;

export type ReasonCode = keyof typeof REASONS;

export interface RemarkText {
  readonly zh: string;
  readonly en: string;
}

const remark = (zh: string, en: string): RemarkText => ({ zh, en });

/** Beside the reasons: what was normalised, what an officer may want to look at, and what exactly is wrong with a refused cell. */
export const REMARKS = {
  'id.lowercase_x': remark('身份证号码末位的小写x已改为大写X', 'Lower-case x stored as X'),
  'id.roman_x': remark(
    '证件号码末位的罗马数字“Ⅹ”已改为大写字母X',
    'The last character was the Roman numeral Ⅹ; stored as the letter X',
  ),
  'id.cyrillic_x': remark(
    '证件号码末位是西里尔字母“Х”，已改为大写字母X',
    'The last character was the Cyrillic letter Х; stored as the letter X',
  ),
  'id.greek_x': remark(
    '证件号码末位是希腊字母“Χ”，已改为大写字母X',
    'The last character was the Greek letter Χ; stored as the letter X',
  ),
  'id.cross_for_x': remark(
    '证件号码末位填的是符号（乘号“×”、叉号或星号），不是字母：请改为大写英文字母X。',
    'The last character is a sign (×, a cross or a star), not a letter: enter the capital letter X.',
  ),
  'number.other_script': remark(
    '号码中有形似字母、数字的其他字符（西里尔字母、希腊字母、罗马数字或“×”等符号）：请切换到英文输入法重新填写。',
    'A character of the number only looks like a letter or digit (Cyrillic, Greek, a Roman numeral, ×): enter it anew with an English keyboard.',
  ),
  'id.region_unknown': remark(
    '身份证号码前6位的行政区划未查到',
    'The region of the resident identity number is not known',
  ),
  'text.fullwidth': remark('全角字符已改为半角', 'Full-width characters made half-width'),
  'text.mapped': remark(
    '部首、兼容字形或旧字库自造区的字，已换成通用汉字，请核对',
    'Radicals, compatibility forms or private characters of old fonts exchanged for the common characters: please compare',
  ),
  'text.spaces': remark('多余的空格或不可见字符已去掉', 'Spaces or invisible characters removed'),
  'text.hyphens': remark('号码中的连接号已去掉', 'Hyphens inside a number removed'),
  'date.normalised': remark('日期已改写为规范形式', 'Date rewritten in the standard form'),
  'name.dot_normalised': remark('姓名中的间隔号已统一为“·”', 'Separator dot in the name normalised'),
  'name.cleaned': remark('名称中的多余字符已去掉', 'Superfluous characters removed from the name'),
  'name.obscured': remark(
    '姓名或名称被遮盖（某、×、*、○、X，或者先生、女士一类的称呼），认不出是谁：请按证件或登记证照填写全称。',
    'The name is made unrecognisable (×, *, ○, X for a character, or a form of address for the name): write it out as in the document.',
  ),
  'name.several': remark(
    '一格里写了不止一个人或单位：请分行填写，每行一个，各用自己的号码。',
    'More than one person or body in one cell: write each on a row of its own, with its own number.',
  ),
  'document.date_given': remark(
    '号码栏里填的是日期，日期不是号码：请对照证件或证照填写号码。',
    'A date stands where the number belongs; a date is never a number: enter the number from the document.',
  ),
  'decision.number_is_date': remark(
    '文号栏里填的是日期：请填写文书上的文号。',
    'A date stands where the number of the decision belongs: enter the number from the document.',
  ),
  'decision.number_cut': remark(
    '文号被表格软件当作数字改写，末几位已丢失（Excel 只保留15位有效数字）：请把该列设为“文本”格式后重新录入。',
    'The spreadsheet took the number of the decision for a number and lost its last digits (Excel keeps 15): set the column to text and enter it anew.',
  ),
  'date.before_birth': remark(
    '日期不晚于该人员的出生日期（证件号码第7至14位）：请核对是否把出生日期填在了日期栏，或者填错了年份。',
    'The date is not after the person’s birth (characters 7 to 14 of the number): check for a date of birth in the wrong column, or a wrong year.',
  ),
  'date.no_year': remark(
    '日期没有写年份：请在本栏写全年月日，例如 2020-03-05；年份写在表名或其他列中的，不能代为补上。',
    'The day has no year: write it in full in this column, such as 2020-03-05; a year in the title or another column is not taken.',
  ),
  'date.spreadsheet_zero': remark(
    '1899年、1900年的日期，是表格软件把空白或很小的数字当作日期显示的结果：请按 2020-03-05 的形式填写实际日期。',
    'Days of 1899 or 1900 are what spreadsheets make of an empty cell or a small number: enter the real date as 2020-03-05.',
  ),
  'date.epoch': remark(
    '1970年的日期，是程序把空白日期导出的结果（从1970-01-01起算）：请按 2020-03-05 的形式填写实际日期。',
    'Days of 1970 are what programs make of an empty date (they count from 1970-01-01): enter the real date as 2020-03-05.',
  ),
  'uscc.licence_copy_suffix': remark('代码后的执照副本编号已去掉', 'Licence-copy suffix removed from the code'),
  'uscc.lowercase': remark('代码中的小写字母已改为大写', 'Lower-case letters of the code stored in upper case'),
  'uscc.region_unknown': remark(
    '代码中的行政区划未查到，其余校验均通过',
    'The region of the code is not known; both checks pass',
  ),
  'document.lowercase': remark(
    '证件号码中的小写字母已改为大写',
    'Lower-case letters of the document number stored in upper case',
  ),
  'document.assumed_resident_id': remark(
    '未填写证件类型，按居民身份证处理',
    'No document type given; taken as a resident identity card',
  ),
  'sex.from_document': remark('未填写性别，已按证件号码认定', 'No sex given; taken from the document number'),
  'kind.from_title': remark('信息类别填的是名称，已换成编号', 'The kind was given by its title'),
  'matter.cleaned': remark('具体事项中的多余空白已去掉', 'Superfluous blanks removed from the matter'),
  'date.from_decision': remark(
    '未填写发生日期，按文书日期登记',
    'No date given; the date of the decision stands for it',
  ),
  'recommender.unknown': remark('推荐单位不在部门名录内，按原报送单位办理', 'The recommending department is not known'),
  'zone.unknown': remark('所属区域不是已知的功能区，未登记', 'The area is not a functional zone'),
  'uscc.not_in_directory': remark('组织机构名录中暂无该代码', 'The directory does not know the code'),
  'document.renewal_ignored': remark(
    '通行证末两位换证次数不参与识别',
    'The two renewal digits of the permit do not take part in identification',
  ),
} as const satisfies Record<string, RemarkText>;

export type RemarkCode = keyof typeof REMARKS;
