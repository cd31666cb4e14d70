"""Numbers that are no plain numbers: below zero, shares, prices for each, rooms, dates from one to another. Each was
once read wrong."""

import pytest

from terminal.voice import for_the_ear, to_pinyin

HEARD = [
    # a sign was lost
    ("气温-5℃", "气温零下五摄氏度"),
    ("-5～3℃", "零下五到三摄氏度"),
    ("在-1层停车", "在负一层停车"),
    ("5‰", "千分之五"),
    ("每天7*24小时", "每天七乘二十四小时"),
    ("$50", "五十美元"),
    ("① 身份证 ② 户口本", "一， 身份证 二， 户口本"),
    ("材料Ⅱ", "材料二"),
    # two became one
    ("2月1日-3月1日", "二月一日到三月一日"),
    ("2026年1月1日-2026年3月1日", "二零二六年一月一日到二零二六年三月一日"),
    ("100元-200元", "一百元到两百元"),
    ("1号-3号窗口", "一号到三号窗口"),
    ("3%-5%", "百分之三到百分之五"),
    ("周一-周五", "周一到周五"),
    ("2楼-3号窗口", "二楼，三号窗口"),
    ("社保-医保", "社保，医保"),
    # another number was said
    ("1/2", "二分之一"),
    ("第1/3页", "第一页，共三页"),
    ("5元/本", "五元每本"),
    ("3次/年", "三次每年"),
    ("本人/本单位", "本人或本单位"),
    ("比例2:1", "比例二比一"),
    ("尾号1234", "尾号幺二三四"),
    ("400-800-1234", "四零零，八零零，幺二三四"),
    ("+86 13800138000", "幺三八，零零幺三，八零零零"),
    ("(0571)8765-4321", "零五七幺，八七六五四三二幺"),
    ("0571-87654321-802", "零五七幺，八七六五四三二幺，转八零二"),
    ("6222 0212 3456 7890", "六二二二，零二幺二，三四五六，七八九零"),
    ("1#楼", "一号楼"),
    ("3-2-301", "三杠二杠三零幺"),
    ("302室", "三零二室"),
    ("A302室", "A三零二室"),
    ("2万元", "两万元"),
    ("2亿", "两亿"),
    ("2倍", "两倍"),
    ("2年级", "二年级"),
    ("2季度", "二季度"),
    ("1000000元", "一百万元"),
    ("10:30:15", "上午十点三十分十五秒"),
    ("24h", "二十四小时"),
    ("No.3", "编号三"),
    ("NO.12", "编号十二"),
    # and what was right stays so
    ("2:05", "两点零五分"),
    ("12点", "十二点"),
    ("1,005.20元", "一千零五点二元"),
    ("2026-02-29", "二零二六年二月二十九日"),
    ("A007", "A 零零七号"),
    ("二零二六年", "二零二六年"),
    ("第1次", "第一次"),
    ("9:00-11:30", "上午九点到上午十一点半"),
    ("138****5678", "尾号五六七八"),
]


@pytest.mark.parametrize(("written", "heard"), HEARD)
def test_odd_numbers_are_read_as_people_say_them(written: str, heard: str) -> None:
    assert for_the_ear(written) == heard


READ = [
    # one: counted, or part of a name
    ("统一社会信用代码", "tong3 yi1 she4 hui4 xin4 yong4 dai4 ma3"),
    ("系统一般", "xi4 tong3 yi4 ban1"),
    ("唯一住房", "wei2 yi1 zhu4 fang2"),
    ("万一丢了", "wan4 yi1 diu1 le5"),
    ("一万一千", "yi2 wan4 yi4 qian1"),
    ("之一即可", "zhi1 yi1 ji2 ke3"),
    ("一级残疾", "yi1 ji2 can2 ji2"),
    ("一年级", "yi1 nian2 ji2"),
    ("一到两天", "yi1 dao4 liang3 tian1"),
    ("一到窗口", "yi2 dao4 chuang1 kou3"),
    ("每周一次", "mei3 zhou1 yi2 ci4"),
    ("每周一上午", "mei3 zhou1 yi1 shang4 wu3"),
    ("每月一次", "mei3 yue4 yi2 ci4"),
    ("看一看", "kan4 yi5 kan4"),
    ("一个一个来", "yi2 ge4 yi2 ge4 lai2"),
    # characters with several readings, as the screens say them
    ("正在重连", "zheng4 zai4 chong2 lian2"),
    ("重置密码", "chong2 zhi4 mi4 ma3"),
    ("重名", "chong2 ming2"),
    ("照片太长", "zhao4 pian4 tai4 chang2"),
    ("厅长和家长", "ting1 zhang3 he2 jia1 zhang3"),
    ("把字调大", "ba3 zi4 tiao2 da4"),
    ("声音调大", "sheng1 yin1 tiao2 da4"),
    ("视为同意", "shi4 wei2 tong2 yi4"),
    ("还房贷", "huan2 fang2 dai4"),
    ("支行", "zhi1 hang2"),
    ("证件脏了", "zheng4 jian4 zang1 le5"),
    ("心脏", "xin1 zang4"),
    ("曾女士", "zeng1 nv3 shi4"),
    ("任先生", "ren2 xian1 sheng5"),
    ("主任先生", "zhu3 ren4 xian1 sheng5"),
]


@pytest.mark.parametrize(("text", "pinyin"), READ)
def test_words_with_several_readings_are_read_rightly(text: str, pinyin: str) -> None:
    assert to_pinyin(text) == pinyin
