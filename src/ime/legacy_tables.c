/* legacy_tables.c: the 8-bit encodings, written down from their public descriptions: TCVN 5712:1993 (VN1), table 1 of RFC 1456, Microsoft's
 * code pages 1252 and 1258 (by where they differ from Latin-1), the VNI-Windows chart. */
#include "legacy_internal.h"

#include <string.h>
#include <uchar.h>

/* TCVN 5712: small letters stand in the order of the dictionary from 0xB5 on, their tones huyền hỏi ngã sắc nặng; the capitals of VN1 fill
 * what is left. ABC fonts draw only 0xA1-0xFE and take capitals with a tone from a second font. */
static const char16_t tcvn3_high[128 + 1] =
	u"ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
	u"\u00A0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
	u"ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
	u"ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ";

static const char16_t viscii_high[128 + 1] =
	u"ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
	u"ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
	u"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
	u"àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

/* Code page 1252 from 0x80 to 0x9F; 0: nothing there. Above it is Latin-1. */
static const uint16_t cp1252_high[32] = {
	0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
	0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
};
/* Where code page 1258 differs from it: no letters with a caron, five combining tones, four letters of ours, the đồng. */
struct low {
	uint8_t byte;
	uint16_t cp;
};
static const struct low cp1258_differs[] = {{0x8A, 0}, {0x8E, 0}, {0x9A, 0}, {0x9E, 0}, {0xC3, 0x102}, {0xCC, 0x300}, {0xD0, 0x110},
	{0xD2, 0x309}, {0xD5, 0x1A0}, {0xDD, 0x1AF}, {0xDE, 0x303}, {0xE3, 0x103}, {0xEC, 0x301}, {0xF0, 0x111}, {0xF2, 0x323},
	{0xF5, 0x1A1}, {0xFD, 0x1B0}, {0xFE, 0x20AB}};

/* Letters that stand on control codes: capitals with a tone that found no place above. */
static const struct low tcvn3_low[] = {{0x01, 0xDA}, {0x02, 0x1EE4}, {0x04, 0x1EEA}, {0x05, 0x1EEC}, {0x06, 0x1EEE}, {0x11, 0x1EE8},
	{0x12, 0x1EF0}, {0x13, 0x1EF2}, {0x14, 0x1EF6}, {0x15, 0x1EF8}, {0x16, 0xDD}, {0x17, 0x1EF4}};
static const struct low viscii_low[] = {{0x02, 0x1EB2}, {0x05, 0x1EB4}, {0x06, 0x1EAA}, {0x14, 0x1EF6}, {0x19, 0x1EF8}, {0x1E, 0x1EF4}};

static uint32_t by_byte(const char16_t *high, const struct low *low, size_t n, uint8_t b)
{
	if (b >= 0x80)
		return high[b - 0x80];
	for (size_t i = 0; i < n; i++)
		if (low[i].byte == b)
			return low[i].cp;
	return legacy_is_control(b) ? 0 : b;
}

static int by_letter(const char16_t *high, const struct low *low, size_t n, uint32_t cp)
{
	if (cp < 0x80)
		return cp == 0 || legacy_is_control((uint8_t)cp) ? -1 : (int)cp;
	for (int i = 0; i < 128; i++)
		if (high[i] == cp)
			return i + 0x80;
	for (size_t i = 0; i < n; i++)
		if (low[i].cp == cp)
			return low[i].byte;
	return -1;
}

uint32_t legacy_tcvn3(uint8_t b)
{
	return by_byte(tcvn3_high, tcvn3_low, COUNT_OF(tcvn3_low), b);
}

uint32_t legacy_viscii(uint8_t b)
{
	return by_byte(viscii_high, viscii_low, COUNT_OF(viscii_low), b);
}

uint32_t legacy_cp1252(uint8_t b)
{
	if (b >= 0x80 && b < 0xA0)
		return cp1252_high[b - 0x80];
	return legacy_is_control(b) ? 0 : b;
}

uint32_t legacy_cp1258(uint8_t b)
{
	for (size_t i = 0; i < COUNT_OF(cp1258_differs); i++)
		if (cp1258_differs[i].byte == b)
			return cp1258_differs[i].cp;
	return legacy_cp1252(b);
}

int legacy_tcvn3_byte(uint32_t cp)
{
	return by_letter(tcvn3_high, tcvn3_low, COUNT_OF(tcvn3_low), cp);
}

int legacy_viscii_byte(uint32_t cp)
{
	return by_letter(viscii_high, viscii_low, COUNT_OF(viscii_low), cp);
}

static int search(uint32_t (*page)(uint8_t), uint32_t cp)
{
	for (int b = 0; b < 256; b++)
		if (cp != 0 && page((uint8_t)b) == cp)
			return b;
	return -1;
}

int legacy_cp1258_byte(uint32_t cp)
{
	return search(legacy_cp1258, cp);
}

/* What read those bytes may have been Latin-1, which has controls at 0x80-0x9F. */
int legacy_cp1252_byte(uint32_t cp)
{
	return cp >= 0x80 && cp < 0xA0 ? (int)cp : search(legacy_cp1252, cp);
}

/* ---- VNI-Windows: a capital's byte is always its small letter's less 0x20 ---- */

static const struct low vni_letters[] = {{0xEC, 0xEC}, {0xED, 0xED}, {0xE6, 0x1EC9}, {0xF3, 0x129}, {0xF2, 0x1ECB}, {0xEE, 0x1EF5},
	{0xF1, 0x111}, {0xF4, 0x1A1}, {0xF6, 0x1B0}};
static const struct {
	uint8_t byte;
	enum ime_mark mark;
	enum ime_tone tone;
} vni_marks[] = {
	{0xF9, MARK_NONE, TONE_ACUTE}, {0xF8, MARK_NONE, TONE_GRAVE}, {0xFB, MARK_NONE, TONE_HOOK}, {0xF5, MARK_NONE, TONE_TILDE},
	{0xEF, MARK_NONE, TONE_DOT}, {0xE2, MARK_HAT, TONE_NONE}, {0xE1, MARK_HAT, TONE_ACUTE}, {0xE0, MARK_HAT, TONE_GRAVE},
	{0xE5, MARK_HAT, TONE_HOOK}, {0xE3, MARK_HAT, TONE_TILDE}, {0xE4, MARK_HAT, TONE_DOT}, {0xEA, MARK_BREVE, TONE_NONE},
	{0xE9, MARK_BREVE, TONE_ACUTE}, {0xE8, MARK_BREVE, TONE_GRAVE}, {0xFA, MARK_BREVE, TONE_HOOK}, {0xFC, MARK_BREVE, TONE_TILDE},
	{0xEB, MARK_BREVE, TONE_DOT},
};

static uint32_t capital(uint32_t cp)
{
	char base = 0;
	enum ime_mark mark;
	enum ime_tone tone;
	bool upper;
	return ime_decompose(cp, &base, &mark, &tone, &upper) ? ime_compose(base, mark, tone, true) : cp;
}

uint32_t legacy_vni_single(uint8_t b)
{
	for (size_t i = 0; i < COUNT_OF(vni_letters); i++) {
		if (vni_letters[i].byte == b)
			return vni_letters[i].cp;
		if (vni_letters[i].byte - 0x20 == b)
			return capital(vni_letters[i].cp);
	}
	return 0;
}

int legacy_vni_single_byte(uint32_t cp)
{
	for (size_t i = 0; i < COUNT_OF(vni_letters); i++) {
		if (vni_letters[i].cp == cp)
			return vni_letters[i].byte;
		if (capital(vni_letters[i].cp) == cp)
			return vni_letters[i].byte - 0x20;
	}
	return -1;
}

bool legacy_vni_mark(uint8_t b, enum ime_mark *mark, enum ime_tone *tone)
{
	for (size_t i = 0; i < COUNT_OF(vni_marks); i++)
		if (vni_marks[i].byte == b || vni_marks[i].byte - 0x20 == b) {
			*mark = vni_marks[i].mark;
			*tone = vni_marks[i].tone;
			return true;
		}
	return false;
}

uint8_t legacy_vni_mark_byte(enum ime_mark mark, enum ime_tone tone, bool upper)
{
	for (size_t i = 0; i < COUNT_OF(vni_marks); i++)
		if (vni_marks[i].mark == mark && vni_marks[i].tone == tone)
			return (uint8_t)(vni_marks[i].byte - (upper ? 0x20 : 0));
	return 0;
}

/* ---- signs ---- */

bool legacy_is_control(uint8_t b)
{
	return (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f') || b == 0x7F;
}

const char *legacy_plain(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		const char *text;
	} signs[] = {{0xA0, " "}, {0x2010, "-"}, {0x2011, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2212, "-"}, {0x2018, "'"}, {0x2019, "'"},
		{0x201C, "\""}, {0x201D, "\""}, {0xAB, "\""}, {0xBB, "\""}, {0x2026, "..."}, {0x2022, "-"}, {0xD7, "x"}, {0xB2, "2"},
		{0xB3, "3"},
		{0x20AB, "d"}};
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (signs[i].cp == cp)
			return signs[i].text;
	return NULL;
}
