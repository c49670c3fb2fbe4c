/* types_petition.c: petitions and their parties (DOMAIN 5). Type numbers 30-39, verb numbers 100-129.
 *
 * Field numbers kept free for types that do not exist yet: 15 reception_id (reception), 49 attachments.
 */
#include "model_internal.h"

#define S MODEL_SEARCH
#define P MODEL_PERSONAL
#define C MODEL_COMPUTED
#define L MODEL_HABIT
#define K MODEL_KEYTEXT

static const struct model_field fields_petition[] = {
	{ 10, "petition_number", MODEL_INT, 0, 0, NULL, C | S | K, "Số đơn", "Số đơn", NULL },
	{ 11, "received_date", MODEL_DATE, 0, 0, NULL, L | MODEL_PAST, "Ngày nhận đơn", "Ngày nhận", NULL },
	{ 12, "written_date", MODEL_DATE, 0, 0, NULL, MODEL_PAST, "Ngày viết đơn", "Ngày viết", NULL },
	{ 13, "source", MODEL_CODE, 0, 0, "PET_SOURCE", L, "Nguồn đơn", "Nguồn", NULL },
	{ 14, "has_denunciation", MODEL_YES, 0, 0, NULL, MODEL_GUARD, "Có nội dung tố cáo?", "Tố cáo?", NULL },
	{ 16, "sender_org_id", MODEL_REF, 0, 0, "organization", 0, "Cơ quan chuyển đơn", "CQ chuyển", NULL },
	{ 17, "sender_symbol", MODEL_TEXT, 60, 0, NULL, S, "Số văn bản chuyển đơn", "Số VB chuyển", NULL },
	{ 18, "sender_due", MODEL_DATE, 0, 0, NULL, MODEL_DUE, "Hạn báo cáo nơi chuyển", "Hạn báo cáo", NULL },
	{ 19, "kind", MODEL_CODE, 0, 0, "PET_KIND", 0, "Loại đơn", "Loại đơn", NULL },
	{ 20, "sub_kind", MODEL_CODE, 0, 0, "PET_SUB_KIND", 0, "Phân loại", "Phân loại", NULL },
	{ 21, "field_code", MODEL_CODE, 0, 0, "FIELD", L, "Lĩnh vực", "Lĩnh vực", NULL },
	{ 22, "level", MODEL_CODE, 0, 0, "PET_LEVEL", 0, "Lần giải quyết", "Lần", NULL },
	{ 23, "petitioner_count", MODEL_INT, 9999, 1, NULL, 0, "Số người ký đơn", "Số người", NULL },
	{ 24, "mass_group", MODEL_YES, 0, 0, NULL, C, "Đoàn đông người", "Đoàn", NULL },
	{ 25, "anonymous", MODEL_YES, 0, 0, NULL, 0, "Nặc danh, mạo danh", "Nặc danh", NULL },
	{ 26, "respondent_text", MODEL_TEXT, 200, 0, NULL, S | P, "Người, cơ quan bị khiếu nại, tố cáo", "Bị KN, TC", NULL },
	{ 27, "decision_symbol", MODEL_TEXT, 60, 0, NULL, S, "Quyết định bị khiếu nại", "QĐ bị KN", NULL },
	{ 28, "decision_date", MODEL_DATE, 0, 0, NULL, MODEL_PAST, "Ngày quyết định bị khiếu nại", "Ngày QĐ", NULL },
	{ 29, "known_date", MODEL_DATE, 0, 0, NULL, MODEL_PAST, "Ngày biết quyết định", "Ngày biết", NULL },
	{ 30, "abstract", MODEL_TEXT, 1000, 0, NULL, S | P | K | MODEL_LINES, "Tóm tắt nội dung", "Nội dung", NULL },
	{ 31, "request", MODEL_TEXT, 1000, 0, NULL, S | MODEL_LINES, "Yêu cầu của người viết đơn", "Yêu cầu", NULL },
	{ 32, "papers", MODEL_TEXT, 500, 0, NULL, MODEL_LINES, "Tài liệu kèm theo", "Tài liệu", NULL },
	{ 33, "eligible", MODEL_YES, 0, 0, NULL, 0, "Đủ điều kiện xử lý", "Đủ ĐK", NULL },
	{ 34, "reasons", MODEL_LIST_CODE, 20, 0, "PET_REASON", 0, "Lý do không đủ điều kiện", "Lý do", NULL },
	{ 35, "remote_area", MODEL_YES, 0, 0, NULL, 0, "Vùng sâu, vùng xa", "Vùng xa", NULL },
	{ 36, "complexity", MODEL_CODE, 0, 0, "PET_COMPLEXITY", 0, "Mức độ phức tạp", "Phức tạp", NULL },
	{ 37, "handling", MODEL_CODE, 0, 0, "PET_HANDLING", 0, "Hướng xử lý", "Hướng XL", NULL },
	{ 38, "handling_to", MODEL_REF_ANY, 0, 0, NULL, 0, "Chuyển, hướng dẫn đến", "Nơi chuyển", NULL },
	{ 39, "verifier_id", MODEL_REF, 0, 0, "user", 0, "Người xác minh", "Xác minh", NULL },
	{ 40, "team", MODEL_LIST_REF, 10, 0, "user", 0, "Tổ xác minh", "Tổ xác minh", NULL },
	{ 41, "accept_date", MODEL_DATE, 0, 0, NULL, 0, "Ngày thụ lý", "Thụ lý", NULL },
	{ 42, "accept_symbol", MODEL_TEXT, 60, 0, NULL, S, "Số thông báo thụ lý", "Số thụ lý", NULL },
	{ 43, "finding", MODEL_CODE, 0, 0, "PET_FINDING", 0, "Kết luận đúng, sai", "Kết luận", NULL },
	{ 44, "result_symbol", MODEL_TEXT, 60, 0, NULL, S, "Số quyết định giải quyết", "Số QĐ GQ", NULL },
	{ 45, "result_date", MODEL_DATE, 0, 0, NULL, 0, "Ngày quyết định giải quyết", "Ngày QĐ GQ", NULL },
	{ 46, "result", MODEL_TEXT, 2000, 0, NULL, S | MODEL_LINES, "Kết quả giải quyết", "Kết quả", NULL },
	{ 47, "money_returned", MODEL_MONEY, 0, 0, NULL, 0, "Tiền thu hồi, trả lại", "Thu hồi", NULL },
	{ 48, "land_returned_m2", MODEL_INT, 0, 0, NULL, 0, "Đất trả lại (m2)", "Đất trả (m2)", NULL },
	{ 50, "people_restored", MODEL_INT, 9999, 0, NULL, 0, "Số người được khôi phục quyền lợi", "Khôi phục", NULL },
	{ 51, "duplicate_of", MODEL_REF, 0, 0, "petition", C, "Trùng với đơn số", "Trùng đơn", NULL },
	{ 52, "case_id", MODEL_REF, 0, 0, "petition", C, "Vụ việc", "Vụ việc", NULL },
	{ 53, "new_evidence", MODEL_YES, 0, 0, NULL, 0, "Có tình tiết mới", "Tình tiết mới", NULL },
	{ 54, "note", MODEL_TEXT, 500, 0, NULL, S, "Ghi chú", "Ghi chú", NULL },
	{ 55, "reason", MODEL_TEXT, 300, 0, NULL, C | MODEL_REASON, "Lý do", "Lý do", NULL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_FIELDS_PETITION
#include MODEL_EXTRA
#undef MODEL_EXTRA_FIELDS_PETITION
#endif
};

static const struct model_state states_petition[] = {
	{ 1, "received", "Đã nhận", 0 },
	{ 2, "registered", "Đã vào sổ", 0 },
	{ 3, "classified", "Đã phân loại", 0 },
	{ 4, "checked", "Đã kiểm tra", 0 },
	{ 5, "proposed", "Đã đề xuất", 0 },
	{ 6, "accepted", "Đã thụ lý", 0 },
	{ 7, "refused", "Không thụ lý", 0 },
	{ 8, "forwarded", "Đã chuyển đơn", 0 },
	{ 9, "guided", "Đã hướng dẫn", 0 },
	{ 10, "given_back", "Đã trả đơn", 0 },
	{ 11, "archived", "Lưu đơn", MODEL_S_FINAL },
	{ 12, "verifying", "Đang xác minh", 0 },
	{ 13, "suspended", "Tạm đình chỉ", 0 },
	{ 14, "terminated", "Đình chỉ", 0 },
	{ 15, "concluded", "Đã kết luận", 0 },
	{ 16, "sent", "Đã gửi kết quả", 0 },
	{ 17, "closed", "Kết thúc", MODEL_S_FINAL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_STATES_PETITION
#include MODEL_EXTRA
#undef MODEL_EXTRA_STATES_PETITION
#endif
};

static const struct model_field fields_party[] = {
	{ 10, "petition_id", MODEL_REF, 0, 0, "petition", C, "Đơn", "Đơn", NULL },
	{ 11, "role", MODEL_CODE, 0, 0, "PARTY_ROLE", 0, "Tư cách", "Tư cách", NULL },
	{ 12, "person_id", MODEL_REF, 0, 0, "person", P | MODEL_EMBED, "Người đứng đơn", "Người đơn", NULL },
	{ 13, "organization_id", MODEL_REF, 0, 0, "organization", 0, "Cơ quan, tổ chức", "Tổ chức", NULL },
	{ 14, "alias", MODEL_TEXT, 60, 0, NULL, K, "Gọi là", "Gọi là", NULL },
	{ 15, "secret_book_ref", MODEL_TEXT, 60, 0, NULL, MODEL_PAPER_NO, "Số trong sổ mật", "Sổ mật", "book_ref" },
	{ 16, "protected", MODEL_YES, 0, 0, NULL, MODEL_GUARD, "Được bảo vệ", "Bảo vệ", NULL },
	{ 17, "seq", MODEL_INT, 0, 0, NULL, C | MODEL_ORDINAL, "Thứ tự", "Thứ tự", NULL },
};

static const struct model_type types[] = {
	{ 30, "petition", "Đơn", MODEL_T_SEARCH, TABLE(fields_petition), TABLE(states_petition), NULL, NULL, NULL, "petition_number",
	  "received_date", "abstract", NULL, NULL, NULL },
	{ 31, "petition_party", "Người trong đơn", MODEL_T_CHILD, TABLE(fields_party), NO_TABLE, "petition", "petition_id", "parties", NULL, NULL,
	  "alias", NULL, NULL, NULL },
};

/* ---- register ------------------------------------------------------------------------------------------------------ */

static const struct model_number number_petition = { NULL, "DON_THU", "petition_number", NULL, false, NULL };
static const struct model_clock clocks_register[] = {
	{ MODEL_CLOCK_START, "PET_HANDLE", "received_date", NULL, NULL, "-", NULL, NULL, NULL },
};
static const struct model_set sets_register[] = {
	{ "received_date", MODEL_SET_TODAY, NULL, true },
	{ "petitioner_count", MODEL_SET_INT, "1", true },
	{ "anonymous", MODEL_SET_INT, "0", true },
	{ "mass_group", MODEL_SET_COUNT_GE, "petitioner_count>=5", false },
};
/* Whoever denounces is a state secret: with `yes` nothing else of the form is looked at (DOMAIN 5.4). */
static const struct model_rule rules_register[] = {
	{ MODEL_RULE_FIRST_OF, "has_denunciation", NULL, "0", "M47", false },
	{ MODEL_RULE_REQUIRED, "has_denunciation", NULL, NULL, "M01", false },
	{ MODEL_RULE_YES_IS, "has_denunciation", NULL, "0", "M47", false },
	{ MODEL_RULE_REQUIRED, "source", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "abstract", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED_IF, "parties", "anonymous", "0", "M01", false },
	{ MODEL_RULE_DATE_ORDER, "written_date", "received_date", NULL, "A30", false },
	{ MODEL_RULE_NOT_BEFORE, "sender_due", "received_date", NULL, "A49", true },
	{ MODEL_RULE_NOT_BEFORE, "known_date", "decision_date", NULL, "A53", true },
};

/* ---- register_denunciation: what is denounced and whom, never by whom (DOMAIN 5.4) --------------------------------------------------- */

/* Who denounces is a row that says so and nothing of him but where the paper book has him. By its content it is classified already. */
static const struct model_clock clocks_denunciation[] = {
	{ MODEL_CLOCK_START, "TC_INITIAL", "received_date", NULL, NULL, "-", NULL, NULL, NULL },
};
static const struct model_set sets_denunciation[] = {
	{ "received_date", MODEL_SET_TODAY, NULL, true },
	{ "kind", MODEL_SET_CODE, "TC", false },
	{ "petitioner_count", MODEL_SET_INT, "1", true },
	{ "mass_group", MODEL_SET_COUNT_GE, "petitioner_count>=5", false },
	{ "parties.1.role", MODEL_SET_CODE, "NGUOI_TC", false },
	{ "parties.1.alias", MODEL_SET_CODE, "Người tố cáo 1", false },
};
static const struct model_rule rules_denunciation[] = {
	{ MODEL_RULE_FIRST_OF, "has_denunciation", NULL, "1", "A269", false },
	{ MODEL_RULE_REQUIRED, "has_denunciation", NULL, NULL, "M01", false },
	{ MODEL_RULE_YES_IS, "has_denunciation", NULL, "1", "A269", false },
	{ MODEL_RULE_REQUIRED, "source", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "parties.1.secret_book_ref", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "abstract", NULL, NULL, "M01", false },
	{ MODEL_RULE_TELLTALE, "abstract", NULL, "tôi tên,tôi là,họ tên,địa chỉ,ký tên,kí tên,số điện thoại", "M48", true },
};

/* ---- classify: by content, not by the title on the paper -------------------------------------------------------------- */

static const struct model_clock clocks_classify[] = {
	{ MODEL_CLOCK_START, "KN_ACCEPT", "received_date", NULL, NULL, NULL, "kind", "KN", NULL },
};
static const struct model_rule rules_classify[] = {
	{ MODEL_RULE_REQUIRED, "kind", NULL, NULL, "M40", false },
	{ MODEL_RULE_CODE_NOT, "kind", NULL, "TC", "M63", false },
	{ MODEL_RULE_CODE_NOT, "kind", NULL, "NHIEU", "M41", false },
	{ MODEL_RULE_NOT_BEFORE, "known_date", "decision_date", NULL, "A53", true },
};

static const struct model_verb verbs[] = {
	{ .no = 101, .type = "petition", .name = "register", .label = "Vào sổ đơn", .past = "Vào sổ đơn số {number}, hạn xử lý {due}",
	  .from = "-,received", .to = "registered", .roles = "vanthu,tiepdan",
	  .fields = "received_date,written_date,source,sender_org_id,sender_symbol,sender_due,has_denunciation,field_code,petitioner_count,"
		    "anonymous,respondent_text,decision_symbol,decision_date,known_date,abstract,request,papers,remote_area,note,parties,+",
	  .number = &number_petition, .clock = clocks_register, .n_clock = COUNT_OF(clocks_register), .set = sets_register,
	  .n_set = COUNT_OF(sets_register), .rules = rules_register, .n_rules = COUNT_OF(rules_register) },
	{ .no = 103, .type = "petition", .name = "register_denunciation", .label = "Vào sổ đơn tố cáo",
	  .past = "Vào sổ đơn tố cáo số {number}, hạn xử lý {due}", .from = "-", .to = "classified", .roles = "vanthu,tiepdan",
	  .fields = "received_date,source,has_denunciation,field_code,petitioner_count,respondent_text,abstract,parties.1.secret_book_ref",
	  .number = &number_petition, .clock = clocks_denunciation, .n_clock = COUNT_OF(clocks_denunciation), .set = sets_denunciation,
	  .n_set = COUNT_OF(sets_denunciation), .rules = rules_denunciation, .n_rules = COUNT_OF(rules_denunciation), .bare = "A268",
	  .said = "A270" },
	{ .no = 102, .type = "petition", .name = "classify", .label = "Phân loại", .past = "Phân loại: {kind}", .from = "registered",
	  .to = "classified", .roles = "tiepdan", .fields = "kind,sub_kind,field_code,level,complexity,remote_area,decision_symbol,decision_date,"
	  "known_date", .clock = clocks_classify, .n_clock = COUNT_OF(clocks_classify), .rules = rules_classify,
	  .n_rules = COUNT_OF(rules_classify) },
};

const struct model_types model_types_petition = { TABLE(types) };
const struct model_verbs model_verbs_petition = { TABLE(verbs) };
