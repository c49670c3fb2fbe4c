/* types_dossier.c: one-stop dossiers and their papers (ONESTOP 2, 3). Type numbers 40-49, verb numbers 130-169. */
#include "model_internal.h"

#define S MODEL_SEARCH
#define P MODEL_PERSONAL
#define C MODEL_COMPUTED
#define L MODEL_HABIT
#define K MODEL_KEYTEXT

static const struct model_field fields_dossier[] = {
	{ 10, "dossier_number", MODEL_TEXT, 32, 0, NULL, C | S | K, "Mã hồ sơ", "Mã hồ sơ", NULL },
	{ 11, "procedure_id", MODEL_REF, 0, 0, "procedure", 0, "Thủ tục hành chính", "Thủ tục", NULL },
	{ 12, "channel", MODEL_CODE, 0, 0, "KEN", L, "Kênh tiếp nhận", "Kênh", NULL },
	{ 13, "online_kind", MODEL_CODE, 0, 0, "OSV", 0, "Mức dịch vụ", "Mức DV", NULL },
	{ 14, "received_at", MODEL_TIME, 0, 0, NULL, MODEL_PAST, "Nhận lúc", "Nhận lúc", NULL },
	{ 15, "due_at", MODEL_TIME, 0, 0, NULL, C, "Hẹn trả lúc", "Hẹn trả", NULL },
	{ 16, "sets", MODEL_INT, 9, 1, NULL, 0, "Số bộ", "Số bộ", NULL },
	{ 17, "summary", MODEL_TEXT, 500, 0, NULL, S | P, "Trích yếu nội dung", "Nội dung", NULL },
	{ 18, "owner_kind", MODEL_CODE, 0, 0, "DTG", L, "Đối tượng", "Đối tượng", NULL },
	{ 19, "owner_id", MODEL_REF, 0, 0, "person", P | MODEL_EMBED, "Chủ hồ sơ", "Chủ hồ sơ", NULL },
	{ 20, "owner_org", MODEL_TEXT, 200, 0, NULL, S, "Tổ chức", "Tổ chức", NULL },
	{ 21, "owner_tax", MODEL_TEXT, 14, 0, NULL, S, "Mã số thuế", "MST", "tax_code" },
	{ 22, "submitter_id", MODEL_REF, 0, 0, "person", P | MODEL_EMBED, "Người nộp", "Người nộp", NULL },
	{ 23, "authority", MODEL_TEXT, 80, 0, NULL, P, "Giấy ủy quyền", "Ủy quyền", NULL },
	{ 24, "phone", MODEL_TEXT, 15, 0, NULL, P, "Điện thoại", "Điện thoại", "phone" },
	{ 25, "email", MODEL_TEXT, 80, 0, NULL, P, "Thư điện tử", "Email", "email" },
	{ 26, "address", MODEL_TEXT, 200, 0, NULL, P, "Địa chỉ", "Địa chỉ", NULL },
	{ 27, "ward", MODEL_CODE, 0, 0, "XA", L, "Xã, phường", "Xã, phường", NULL },
	{ 28, "result_mode", MODEL_CODE, 0, 0, "TRA", L, "Cách nhận kết quả", "Nhận KQ", NULL },
	{ 29, "result_addr", MODEL_TEXT, 200, 0, NULL, P, "Nơi nhận kết quả", "Nơi nhận KQ", NULL },
	{ 30, "limit_days", MODEL_INT, 0, 0, NULL, C, "Thời hạn", "Thời hạn", NULL },
	{ 31, "limit_unit", MODEL_CODE, 0, 0, "DON_VI_HAN", C, "Đơn vị thời hạn", "Đơn vị hạn", NULL },
	{ 32, "clock", MODEL_CODE, 0, 0, "DONG_HO", C, "Đồng hồ", "Đồng hồ", NULL },
	{ 33, "used_days", MODEL_INT, 0, 0, NULL, C, "Đã dùng", "Đã dùng", NULL },
	{ 34, "handler_id", MODEL_REF, 0, 0, "user", L, "Người thụ lý", "Thụ lý", NULL },
	{ 35, "unit_office_id", MODEL_REF, 0, 0, "office", L, "Đơn vị xử lý", "Đơn vị XL", NULL },
	{ 36, "consult_open", MODEL_INT, 0, 0, NULL, C, "Đang lấy ý kiến", "Đang hỏi", NULL },
	{ 37, "tax_sent_date", MODEL_DATE, 0, 0, NULL, 0, "Ngày chuyển thuế", "Chuyển thuế", NULL },
	{ 38, "tax_paid_date", MODEL_DATE, 0, 0, NULL, 0, "Ngày hoàn thành nghĩa vụ tài chính", "Nộp thuế xong", NULL },
	{ 39, "supplement_n", MODEL_INT, 0, 0, NULL, C, "Số lần bổ sung", "Lần BS", NULL },
	{ 40, "apology_n", MODEL_INT, 0, 0, NULL, C, "Số lần xin lỗi", "Lần xin lỗi", NULL },
	{ 41, "due_rule", MODEL_TIME, 0, 0, NULL, C, "Hẹn theo quy định", "Hẹn quy định", NULL },
	{ 42, "result_number", MODEL_TEXT, 40, 0, NULL, S, "Số kết quả", "Số kết quả", NULL },
	{ 43, "result_date", MODEL_DATE, 0, 0, NULL, 0, "Ngày kết quả", "Ngày KQ", NULL },
	{ 44, "done_at", MODEL_TIME, 0, 0, NULL, C, "Xử lý xong lúc", "Xong lúc", NULL },
	{ 45, "returned_at", MODEL_TIME, 0, 0, NULL, C, "Trả lúc", "Trả lúc", NULL },
	{ 46, "returned_to", MODEL_TEXT, 60, 0, NULL, P, "Người nhận kết quả", "Người nhận KQ", NULL },
	{ 47, "refuse_code", MODEL_CODE, 0, 0, "TCH", 0, "Mã từ chối", "Mã từ chối", NULL },
	{ 48, "refuse_text", MODEL_TEXT, 300, 0, NULL, 0, "Lý do từ chối", "Lý do", NULL },
	{ 49, "rating", MODEL_INT, 5, 1, NULL, 0, "Đánh giá", "Đánh giá", NULL },
	{ 50, "portal_id", MODEL_TEXT, 40, 0, NULL, S, "Mã hồ sơ cổng", "Mã cổng", NULL },
	{ 51, "portal_state", MODEL_INT, 10, 1, NULL, C, "Trạng thái cổng", "TT cổng", NULL },
	{ 52, "transferred_from", MODEL_TEXT, 32, 0, NULL, S | C, "Chuyển từ", "Chuyển từ", NULL },
	{ 53, "note", MODEL_TEXT, 500, 0, NULL, P, "Ghi chú", "Ghi chú", NULL },
	{ 54, "reason", MODEL_TEXT, 300, 0, NULL, C | MODEL_REASON, "Lý do", "Lý do", NULL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_FIELDS_DOSSIER
#include MODEL_EXTRA
#undef MODEL_EXTRA_FIELDS_DOSSIER
#endif
};

static const struct model_state states_dossier[] = {
	{ 1, "new", "Mới đăng ký", 0 },
	{ 2, "taken_in", "Đã tiếp nhận", 0 },
	{ 3, "refused", "Không tiếp nhận", 0 },
	{ 4, "processing", "Đang xử lý", 0 },
	{ 5, "consulting", "Đang lấy ý kiến", 0 },
	{ 6, "awaiting_supplement", "Chờ bổ sung", 0 },
	{ 7, "awaiting_tax", "Chờ nghĩa vụ tài chính", 0 },
	{ 8, "withdrawn", "Công dân rút", 0 },
	{ 9, "stopped", "Dừng xử lý", 0 },
	{ 10, "awaiting_signature", "Chờ ký", 0 },
	{ 11, "awaiting_number", "Đã ký, chờ cấp số", 0 },
	{ 12, "finished", "Đã xử lý xong", 0 },
	{ 13, "returned", "Đã trả kết quả", 0 },
	{ 14, "archived", "Lưu trữ", MODEL_S_FINAL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_STATES_DOSSIER
#include MODEL_EXTRA
#undef MODEL_EXTRA_STATES_DOSSIER
#endif
};

static const struct model_field fields_part[] = {
	{ 10, "dossier_id", MODEL_REF, 0, 0, "dossier", C, "Hồ sơ", "Hồ sơ", NULL },
	{ 11, "seq", MODEL_INT, 0, 0, NULL, C | MODEL_ORDINAL, "Thứ tự", "Thứ tự", NULL },
	{ 12, "part", MODEL_TEXT, 8, 0, NULL, K, "Mã giấy tờ", "Mã", "code" },
	{ 13, "title", MODEL_TEXT, 200, 0, NULL, 0, "Giấy tờ", "Giấy tờ", NULL },
	{ 14, "kind", MODEL_CODE, 0, 0, "BAN", 0, "Loại bản", "Loại bản", NULL },
	{ 15, "qty", MODEL_INT, 99, 1, NULL, 0, "Số lượng", "SL", NULL },
	{ 16, "paper_no", MODEL_TEXT, 40, 0, NULL, 0, "Số giấy tờ", "Số giấy tờ", NULL },
	{ 17, "paper_date", MODEL_DATE, 0, 0, NULL, MODEL_PAST, "Ngày giấy tờ", "Ngày giấy tờ", NULL },
	{ 18, "issuer", MODEL_TEXT, 120, 0, NULL, 0, "Nơi cấp giấy tờ", "Nơi cấp", NULL },
	{ 19, "file", MODEL_ATTACHMENT, 0, 0, NULL, 0, "Tệp", "Tệp", NULL },
	{ 20, "signed", MODEL_YES, 0, 0, NULL, 0, "Có chữ ký số", "Ký số", NULL },
	{ 21, "return_original", MODEL_YES, 0, 0, NULL, 0, "Trả lại bản gốc", "Trả lại", NULL },
	{ 22, "state_code", MODEL_CODE, 0, 0, "PART_STATE", 0, "Đủ hay thiếu", "Đủ", NULL },
};

static const struct model_type types[] = {
	{ 40, "dossier", "Hồ sơ một cửa", MODEL_T_SEARCH, TABLE(fields_dossier), TABLE(states_dossier), NULL, NULL, NULL, "dossier_number",
	  "received_at", "summary", NULL, "E07", NULL },
	{ 41, "dossier_part", "Thành phần hồ sơ", MODEL_T_CHILD, TABLE(fields_part), NO_TABLE, "dossier", "dossier_id", "parts", "part", NULL,
	  "title", NULL, NULL, NULL },
};

/* ---- take_in ------------------------------------------------------------------------------------------------------- */

static const struct model_number number_dossier = { NULL, "HO_SO", "dossier_number", "{office}-{yymmdd}-{nnnn}", true, NULL };
static const struct model_clock clocks_take_in[] = {
	{ MODEL_CLOCK_START, "OS_@procedure_id", "received_at", NULL, "due_at,due_rule", NULL, NULL, NULL, NULL },
};
static const struct model_set sets_take_in[] = {
	{ "received_at", MODEL_SET_NOW, NULL, true },
	{ "sets", MODEL_SET_INT, "1", true },
	{ "submitter_id", MODEL_SET_COPY, "owner_id", true },
	{ "limit_days", MODEL_SET_REF_FIELD, "procedure_id.limit_days", false },
	{ "limit_unit", MODEL_SET_REF_FIELD, "procedure_id.limit_unit", false },
	{ "unit_office_id", MODEL_SET_REF_FIELD, "procedure_id.unit_office_id", true },
	{ "unit_office_id", MODEL_SET_OFFICE, NULL, true },
	{ "clock", MODEL_SET_CODE, "R", false },
	{ "used_days", MODEL_SET_INT, "0", true },
	{ "supplement_n", MODEL_SET_INT, "0", true },
	{ "apology_n", MODEL_SET_INT, "0", true },
	{ "portal_state", MODEL_SET_INT, "2", false },
};
static const struct model_rule rules_take_in[] = {
	{ MODEL_RULE_REQUIRED, "procedure_id", NULL, NULL, "E01", false },
	{ MODEL_RULE_VALID_ON, "procedure_id", NULL, NULL, "E02", false },
	{ MODEL_RULE_REQUIRED, "channel", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED_IF, "online_kind", "channel", "TN", "M01", false },
	{ MODEL_RULE_REQUIRED, "summary", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "owner_kind", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "owner_id", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED_IF, "owner_org", "owner_kind", "2", "M01", false },
	{ MODEL_RULE_REQUIRED_IF, "owner_tax", "owner_kind", "2", "M01", false },
	{ MODEL_RULE_REQUIRED_IF_DIFFER, "authority", "submitter_id", "owner_id", "E05", false },
	{ MODEL_RULE_REQUIRED, "phone", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "address", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "ward", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "result_mode", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED_IF, "result_addr", "result_mode", "2", "M01", false },
	{ MODEL_RULE_PARTS_COMPLETE, "parts", "procedure_id", "part,kind,state_code=DU", "E03", false },
};

/* ---- forward ------------------------------------------------------------------------------------------------------- */

static const struct model_set sets_forward[] = {
	{ "portal_state", MODEL_SET_INT, "4", false },
};
static const struct model_rule rules_forward[] = {
	{ MODEL_RULE_REQUIRED, "unit_office_id", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "handler_id", NULL, NULL, "M01", false },
};

static const struct model_verb verbs[] = {
	{ .no = 131, .type = "dossier", .name = "take_in", .label = "Tiếp nhận", .past = "Tiếp nhận, hẹn {due}", .from = "-,new",
	  .to = "taken_in", .roles = "motcua",
	  .fields = "procedure_id,channel,online_kind,sets,summary,owner_kind,owner_id,owner_org,owner_tax,submitter_id,authority,"
		    "phone,email,address,ward,result_mode,result_addr,unit_office_id,portal_id,note,parts,+",
	  .number = &number_dossier, .clock = clocks_take_in, .n_clock = COUNT_OF(clocks_take_in), .set = sets_take_in,
	  .n_set = COUNT_OF(sets_take_in), .rules = rules_take_in, .n_rules = COUNT_OF(rules_take_in), .sends_to_office = true,
	  .interest = "unit_office_id" },
	{ .no = 132, .type = "dossier", .name = "forward", .label = "Chuyển xử lý", .past = "Chuyển xử lý: {handler_id}", .from = "taken_in",
	  .to = "processing", .roles = "motcua,lanhdao", .fields = "unit_office_id,handler_id", .set = sets_forward,
	  .n_set = COUNT_OF(sets_forward), .rules = rules_forward, .n_rules = COUNT_OF(rules_forward), .sends_to_office = true,
	  .interest = "unit_office_id" },
};

const struct model_types model_types_dossier = { TABLE(types) };
const struct model_verbs model_verbs_dossier = { TABLE(verbs) };
