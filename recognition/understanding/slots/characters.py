"""Characters told by their parts (弓长张), by a radical (三点水的涛) or by a word (建设的建)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: How people describe the commonest characters of names by their parts; the last one is meant. General knowledge.
_PARTS = (
    "三点水江|十八子李|单立人何|草字头黄|言身寸谢|一横王|三人徐|三划王|三土垚|三木森|三横王|三水淼|三火焱|三点江|三点汪|"
    "三点潘|三石磊|三金鑫|三门闫|东耳陈|两点冯|九日旭|予页预|人中仲|人二仁|人可何|人寸付|人尔你|人山仙|人建健|"
    "人木休|人未余|人王全|人白伯|人禾余|人立位|人言信|今贝贪|八厶公|公羽翁|共田黄|关耳郑|分贝贫|力口加|加贝贺|"
    "包耳邓|包耳郑|包耳陈|十具真|十口叶|卜人付|卢户卢|原页愿|又耳邓|双人彭|双人徐|双口吕|双木林|双火炎|双耳陈|"
    "口今吟|口力加|口十叶|口口吕|口天吴|口玉国|口禾和|古文故|古月湖|古月胡|四夕罗|四维罗|土成城|土申坤|士口吉|"
    "大肚黄|奠耳郑|女亭婷|女古姑|女宛婉|女少妙|女马妈|委鬼魏|子小孙|子系孙|宝盖宋|尸古居|尹口君|山今岑|山夆峰|"
    "山支岐|山石岩|山高嵩|巾白帛|干勾于|干钩于|广付府|广木床|广龙庞|弓虽强|弓长张|心田思|文刀刘|文日旻|文武斌|"
    "方也施|日九旭|日京景|日光晃|日免晚|日军晖|日召昭|日文旻|日斤昕|日月明|日生星|日青晴|木公松|木同桐|木土杜|"
    "木圭桂|木子李|木易杨|木每梅|木白柏|木风枫|水可河|水工江|水木沐|水每海|水皮波|江鸟鸿|火华烨|火山灿|火火炎|"
    "牛一生|牛文牧|王令玲|王奇琦|王文玟|王林琳|王民珉|王求球|王里理|生姜姜|田力男|田各略|田心思|白巾帛|白水泉|"
    "白王皇|石皮破|示申神|禾口和|禾呈程|禾子季|禾日香|禾火秋|立占站|立日音|立早章|立里童|立青靖|竹付符|竹均筠|"
    "米番潘|米青精|系子孙|罗汉罗|羊大美|羊女姜|羊水洋|羊羽翔|美女姜|耳东陈|耳关郑|草何荷|草化花|草央英|草头兰|"
    "草头叶|草头艾|草头芦|草头花|草头芳|草头苏|草头英|草头茂|草头范|草头荣|草头莉|草头莫|草头萍|草头葛|草头董|"
    "草头蒋|草头蓝|草头蔡|草头薛|草头黄|草平苹|草方芳|草明萌|草连莲|草采菜|虎头卢|西土垔|西早覃|言午许|言射谢|"
    "言成诚|言永咏|言者诸|言若诺|走召赵|走小赵|走肖赵|车干轩|金名铭|金帛锦|门三闫|门王闰|门虫闽|雨文雯|雨田雷|"
    "雨相霜|雨路露|韦人伟|马其骐|马冯冯|马各骆|马奇骑|鬼委魏|鸟江鸿|人则俞|单人则俞|二马冯|两点马冯|两点水马冯|草重董|千里草董|"
    "草肃萧|草将蒋|刍耳邹|金中钟|立人侯|单人侯|单人傅|单人任|单人余|西贝贾|卯金刀刘|三耳聂|丘耳邱|召耳邵|赤耳郝|享耳郭|开耳邢|耳元阮|"
    "元耳阮|龙共龚|三撇彭|水共洪|水王汪|金戋钱|女兆姚|米女娄|木可柯|木卯柳|西木栗|区欠欧|立十辛|革斤靳|彦页颜|工页项|厄页顾|羽隹翟|"
    "雨隹霍|鱼日鲁|鱼包鲍|弗贝费|工贝贡|三门闫|门文闵|人壬任|人儿倪|人五伍|丘山岳|山佳崔|宝盖木宋|宝盖女安|日勿易|日安晏|此木柴|"
    "子皿孟|成皿盛|己纪纪|耳火耿|舍予舒|草田苗|双耳郑|单立人任|双立人徐|牛八朱|古文敖|水番潘|三点水洪|三点水沈|三点水汤|三点水温"
)
_RADICAL = (
    "三点水|两点水|单人旁|单立人|双人旁|双立人|竖心旁|提手旁|反犬旁|言字旁|绞丝旁|提土旁|草字头|竹字头|宝盖头|雨字头|走之底|走之旁|"
    "[木金土火王女日月石口山米足车虫目禾立米马鱼鸟食示衣]字旁|左耳旁|右耳旁|双耳旁|草头|竹头|宝盖"
)
_BY_PARTS = re.compile(rf"{_PARTS}|(?:{_RADICAL})(?:的|加|一个|那个)*(?=[\u4e00-\u9fff])[^的加一那个旁头]")
#: What tells of a character but not which: 三个金, 单人旁加个圭, 再加三撇, 三点水加工人的工.
_TELLS = re.compile(
    rf"(?:{_RADICAL}|草头|立人)(?:再)?(?:加上?个?|一个|带个)[\u4e00-\u9fff](?:(?:[\u4e00-\u9fff])?的(?:那个)?[\u4e00-\u9fff])?|"
    r"三个[金木水火土石日口牛羊耳毛虫子直田](?:头|字)?(?:摞|叠|垒)?(?:一起|在一起)?(?:(?:组成|合成)?的[\u4e00-\u9fff])?|"
    r"再?加[一二两三]?(?:撇|点|横|竖|捺)"
)
_BY_WORD = re.compile(r"的(?:那个)?(?=([\u4e00-\u9fff]{1,2}))")
_CALLED_SO = re.compile("(?:(?:这|那)?个?字)?")
#: The describing word stands right before 的; its last two characters are looked at first: 姓王国王的王.
_WORD_LENGTH = 4
#: What may stand between two descriptions, and behind the last.
_BETWEEN = re.compile("[,，。、 ]*(?:然后|再|还有|就是|是|字)*[,，。、 ]*")
_BEHIND = re.compile("[,，。、 ]*(?:字|吧|呗|啊|呀|呢|嘛|哦|的|那个)*[,，。、 ]*")


@dataclass(frozen=True, slots=True)
class Described:
    """A character (two: 国庆节的国庆; none where only a part is told) and the stretch of text that describes it."""

    character: str
    start: int
    end: int


def described(text: str) -> list[Described]:
    """The characters a text describes, in order."""
    vague = [Described("", match.start(), match.end()) for match in _TELLS.finditer(text)]
    parted = (match for match in _BY_PARTS.finditer(text) if not any(_meet(match, one) for one in vague))
    found = [*vague, *(Described(match[0][-1], match.start(), match.end()) for match in parted)]
    taken = {place for one in found for place in range(one.start, one.end)}
    words = [one for one in _by_word(text) if taken.isdisjoint(range(one.end - 1, one.end))]
    chain: list[Described] = []
    for one in sorted([*found, *words], key=lambda one: one.start, reverse=True):
        follows = chain[-1].start if chain else None
        is_last = _BEHIND.fullmatch(text, one.end) is not None
        joined = follows is not None and one.end <= follows and _BETWEEN.fullmatch(text, one.end, follows) is not None
        named = text.startswith(("叫", "名", "我叫", one.character or "叫"), one.end)  # 孙悟空的孙叫孙志强
        if one in found or is_last or joined or named:
            chain.append(one)
    return chain[::-1]


def _meet(match: re.Match[str], one: Described) -> bool:
    return match.start() < one.end and one.start < match.end()


def _by_word(text: str) -> Iterator[Described]:
    for match in _BY_WORD.finditer(text):
        word = text[max(0, match.start() - _WORD_LENGTH) : match.start()]
        for meant in (match[1], match[1][0]):
            if meant in (word[-3:] if len(meant) > 1 else word):
                length = min(max(2, len(word) - word.rindex(meant)), len(word))
                end = match.end() + len(meant)
                end += len(_CALLED_SO.match(text, end)[0])  # type: ignore[index]
                yield Described(meant, match.start() - length, end)
                break
