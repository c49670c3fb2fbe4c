/* types_document.c: documents that arrive (DOMAIN 2.1). Type numbers 20-29, verb numbers 20-59.
 *
 * Field numbers kept free for types that do not exist yet: 27 reply_to_id, 37 reply_id (outgoing), 45 attachments.
 */
#include "model_internal.h"

#define S MODEL_SEARCH
#define P MODEL_PERSONAL
#define C MODEL_COMPUTED
#define L MODEL_HABIT
#define K MODEL_KEYTEXT

static const struct model_field fields_incoming[] = {
	{ 10, "book_id", MODEL_REF, 0, 0, "number_book", L, "Sổ văn bản đến", "Sổ", NULL },
	{ 11, "arrival_number", MODEL_INT, 0, 0, NULL, C | S | K, "Số đến", "Số đến", NULL },
	{ 12, "arrival_date", MODEL_DATE, 0, 0, NULL, L | MODEL_PAST, "Ngày đến", "Ngày đến", NULL },
	{ 13, "arrival_at", MODEL_TIME, 0, 0, NULL, C, "Giờ nhận", "Giờ nhận", NULL },
	{ 14, "channel", MODEL_CODE, 0, 0, "CHANNEL", L, "Hình thức nhận", "Nhận qua", NULL },
	{ 15, "issuer_id", MODEL_REF, 0, 0, "organization", 0, "Mã cơ quan ban hành", "Mã CQ", NULL },
	{ 16, "issuer", MODEL_TEXT, 200, 0, NULL, S | L, "Cơ quan ban hành (tác giả)", "Tác giả", NULL },
	{ 17, "doc_number", MODEL_TEXT, 20, 0, NULL, S | MODEL_INDEX, "Số văn bản", "Số VB", NULL },
	{ 18, "notation", MODEL_TEXT, 40, 0, NULL, S, "Ký hiệu văn bản", "Ký hiệu", NULL },
	{ 19, "issued_date", MODEL_DATE, 0, 0, NULL, MODEL_PAST | MODEL_INDEX, "Ngày văn bản", "Ngày VB", NULL },
	{ 20, "doc_type", MODEL_CODE, 0, 0, "DOC_TYPE", L, "Tên loại", "Loại VB", NULL },
	{ 21, "abstract", MODEL_TEXT, 500, 0, NULL, S | K, "Trích yếu nội dung", "Trích yếu", NULL },
	{ 22, "field_code", MODEL_CODE, 0, 0, "FIELD", L, "Lĩnh vực", "Lĩnh vực", NULL },
	{ 23, "language", MODEL_CODE, 0, 0, "LANGUAGE", 0, "Ngôn ngữ", "Ngôn ngữ", NULL },
	{ 24, "pages", MODEL_INT, 9999, 0, NULL, 0, "Số tờ", "Số tờ", NULL },
	{ 25, "copies", MODEL_INT, 9999, 0, NULL, 0, "Số bản", "Số bản", NULL },
	{ 26, "urgency", MODEL_CODE, 0, 0, "URGENCY", 0, "Độ khẩn", "Độ khẩn", NULL },
	{ 28, "secrecy", MODEL_CODE, 0, 0, "SECRECY", 0, "Độ mật", "Độ mật", NULL },
	{ 29, "signer", MODEL_TEXT, 80, 0, NULL, S | P | MODEL_NAME, "Người ký", "Người ký", NULL },
	{ 30, "signer_title", MODEL_TEXT, 80, 0, NULL, 0, "Chức vụ người ký", "Chức vụ", NULL },
	{ 31, "reply_due", MODEL_DATE, 0, 0, NULL, MODEL_DUE, "Hạn trả lời của nơi gửi", "Hạn nơi gửi", NULL },
	{ 32, "submitted_to", MODEL_REF, 0, 0, "user", L, "Trình lãnh đạo", "Trình", NULL },
	{ 33, "opinion", MODEL_TEXT, 1000, 0, NULL, S | MODEL_LINES, "Ý kiến của lãnh đạo (bút phê)", "Bút phê", NULL },
	{ 34, "lead_office_id", MODEL_REF, 0, 0, "office", 0, "Đơn vị chủ trì", "Chủ trì", NULL },
	{ 35, "lead_user_id", MODEL_REF, 0, 0, "user", 0, "Người chủ trì", "Người chủ trì", NULL },
	{ 36, "support_ids", MODEL_LIST_REF, 20, 0, "office", 0, "Phối hợp", "Phối hợp", NULL },
	{ 38, "due_date", MODEL_DATE, 0, 0, NULL, MODEL_DUE, "Hạn xử lý", "Hạn", NULL },
	{ 39, "handed_date", MODEL_DATE, 0, 0, NULL, C, "Ngày chuyển", "Ngày chuyển", NULL },
	{ 40, "received_by", MODEL_REF, 0, 0, "user", C, "Người ký nhận", "Ký nhận", NULL },
	{ 41, "result", MODEL_TEXT, 1000, 0, NULL, S | MODEL_LINES, "Kết quả xử lý", "Kết quả", NULL },
	{ 42, "done_date", MODEL_DATE, 0, 0, NULL, C, "Ngày hoàn thành", "Ngày xong", NULL },
	{ 43, "original_kept", MODEL_YES, 0, 0, NULL, 0, "Có bản giấy", "Bản giấy", NULL },
	{ 44, "sealed", MODEL_YES, 0, 0, NULL, 0, "Gửi đích danh", "Đích danh", NULL },
	{ 46, "duplicate_of", MODEL_REF, 0, 0, "incoming", C, "Trùng với số đến", "Trùng số", NULL },
	{ 47, "secret_book_ref", MODEL_TEXT, 60, 0, NULL, MODEL_PAPER_NO, "Số trong sổ mật", "Sổ mật", "book_ref" },
	{ 48, "file_code", MODEL_TEXT, 40, 0, NULL, S, "Mã hồ sơ lưu", "Mã hồ sơ", NULL },
	{ 49, "note", MODEL_TEXT, 500, 0, NULL, S, "Ghi chú", "Ghi chú", NULL },
	{ 50, "symbol", MODEL_COMPOSITE, 60, 0, "doc_number+notation", 0, "Số, ký hiệu", "Số, ký hiệu", NULL },
	{ 51, "reason", MODEL_TEXT, 300, 0, NULL, C | MODEL_REASON, "Lý do", "Lý do", NULL },
	{ 52, "opinion_code", MODEL_CODE, 0, 0, "OPINION", 0, "Mẫu ý kiến", "Mẫu", NULL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_FIELDS_INCOMING
#include MODEL_EXTRA
#undef MODEL_EXTRA_FIELDS_INCOMING
#endif
};

static const struct model_state states_incoming[] = {
	{ 1, "received", "Đã nhận, chưa vào sổ", 0 },
	{ 2, "registered", "Đã vào sổ", 0 },
	{ 3, "submitted", "Đã trình", 0 },
	{ 4, "assigned", "Đã phân công", 0 },
	{ 5, "processing", "Đang xử lý", 0 },
	{ 6, "returned", "Trả lại lãnh đạo", 0 },
	{ 7, "filed", "Lưu để biết", MODEL_S_FINAL },
	{ 8, "done", "Đã xong", MODEL_S_FINAL },
	{ 9, "transferred", "Chuyển cơ quan khác", MODEL_S_FINAL },
	{ 10, "sent_back", "Trả nơi gửi", MODEL_S_FINAL },
	{ 11, "duplicate", "Bản trùng", MODEL_S_FINAL },
	{ 12, "cancelled", "Đã hủy vào sổ", MODEL_S_FINAL },
	{ 13, "withdrawn", "Bị thu hồi", MODEL_S_FINAL },
	{ 14, "in_secret_book", "Ở sổ mật", MODEL_S_SECRET },
	{ 15, "secret_closed", "Ở sổ mật, đã xong", MODEL_S_SECRET | MODEL_S_FINAL },
#ifdef MODEL_EXTRA
#define MODEL_EXTRA_STATES_INCOMING
#include MODEL_EXTRA
#undef MODEL_EXTRA_STATES_INCOMING
#endif
};

static const struct model_type types[] = {
	{ 20, "incoming", "Văn bản đến", MODEL_T_SEARCH, TABLE(fields_incoming), TABLE(states_incoming), NULL, NULL, NULL, "arrival_number",
	  "arrival_date", "abstract", NULL, NULL, "A260" },
};

/* ---- register ------------------------------------------------------------------------------------------------------ */

static const struct model_number number_arrival = { "book_id", "DEN", "arrival_number", NULL, false, NULL };
/* The count of hours begins when the paper arrived; of days, on the day that is in the book. */
static const struct model_clock clocks_register[] = {
	{ MODEL_CLOCK_STOP, "IN_REGISTER", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ MODEL_CLOCK_START, "IN_SUBMIT*", "arrival_date", "urgency", NULL, "-", NULL, NULL, NULL },
};
static const struct model_set sets_register[] = {
	{ "arrival_at", MODEL_SET_NOW, NULL, true },
	{ "arrival_date", MODEL_SET_TODAY, NULL, true },
};
static const struct model_rule rules_register[] = {
	{ MODEL_RULE_FIRST_OF, "secrecy", NULL, "THUONG", "M09", false },
	{ MODEL_RULE_REQUIRED, "secrecy", NULL, NULL, "M01", false },
	{ MODEL_RULE_CODE_IS, "secrecy", NULL, "THUONG", "M09", false },
	{ MODEL_RULE_REQUIRED, "urgency", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "channel", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "issuer", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "issued_date", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "doc_type", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "abstract", NULL, NULL, "M01", false },
	{ MODEL_RULE_DATE_ORDER, "issued_date", "arrival_date", NULL, "M05", false },
	{ MODEL_RULE_WITHIN_DAYS, "issued_date", "arrival_date", "180", "A48", true },
	{ MODEL_RULE_NOT_BEFORE, "reply_due", "arrival_date", NULL, "A47", true },
	{ MODEL_RULE_DUPLICATE, "issuer+doc_number+notation+issued_date", "duplicate_of", "abstract", "M08", false },
};

/* ---- register_secret: that a secret paper came, and where it stands in the paper book of such papers (DOMAIN 2.1) ------------------- */

static const struct model_set sets_secret[] = {
	{ "arrival_date", MODEL_SET_TODAY, NULL, true },
};
static const struct model_rule rules_secret[] = {
	{ MODEL_RULE_FIRST_OF, "secrecy", NULL, "MAT,TOI_MAT,TUYET_MAT", "A262", false },
	{ MODEL_RULE_REQUIRED, "secrecy", NULL, NULL, "M01", false },
	{ MODEL_RULE_CODE_IS, "secrecy", NULL, "MAT,TOI_MAT,TUYET_MAT", "A262", false },
	{ MODEL_RULE_REF_IS, "book_id", "kind", "DEN_MAT", "A263", false },
	{ MODEL_RULE_REQUIRED, "issuer", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "secret_book_ref", NULL, NULL, "M01", false },
};

/* ---- submit -------------------------------------------------------------------------------------------------------- */

static const struct model_clock clocks_submit[] = {
	{ MODEL_CLOCK_STOP, "IN_SUBMIT*", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ MODEL_CLOCK_START, "IN_ASSIGN", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
static const struct model_set sets_submit[] = {
	{ "handed_date", MODEL_SET_TODAY, NULL, true },
};
static const struct model_rule rules_submit[] = {
	{ MODEL_RULE_REQUIRED, "submitted_to", NULL, NULL, "M01", false },
	{ MODEL_RULE_ROLE_IS, "submitted_to", NULL, "lanhdao", "A175", false },
};

/* ---- correct: what was wrong in the book is put right; the paper book gets a line-through and a signature ------------- */

static const struct model_rule rules_correct[] = {
	{ MODEL_RULE_REQUIRED, "secrecy", NULL, NULL, "M01", false },
	{ MODEL_RULE_CODE_IS, "secrecy", NULL, "THUONG", "A261", false },
	{ MODEL_RULE_REQUIRED, "urgency", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "channel", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "arrival_date", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "issuer", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "issued_date", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "doc_type", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "abstract", NULL, NULL, "M01", false },
	{ MODEL_RULE_DATE_ORDER, "issued_date", "arrival_date", NULL, "M05", false },
	{ MODEL_RULE_WITHIN_DAYS, "issued_date", "arrival_date", "180", "A48", true },
	{ MODEL_RULE_NOT_BEFORE, "reply_due", "arrival_date", NULL, "A47", true },
};

/* ---- assign, file_only: the leader's say ------------------------------------------------------------------------------ */

/* His day goes before the rule's; without one the rule's is the record's. */
static const struct model_clock clocks_assign[] = {
	{ MODEL_CLOCK_STOP, "IN_ASSIGN", NULL, NULL, NULL, NULL, NULL, NULL, NULL },
	{ MODEL_CLOCK_START, "IN_DO*", NULL, "urgency", "due_date", NULL, NULL, NULL, "due_date" },
};
static const struct model_rule rules_assign[] = {
	{ MODEL_RULE_REQUIRED, "opinion", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED_UNLESS, "lead_user_id", "lead_office_id", NULL, "A171", false },
	{ MODEL_RULE_ROLE_IS, "lead_user_id", NULL, "chuyenvien,lanhdao,tiepdan,motcua,vanthu", "A176", false },
	{ MODEL_RULE_NOT_PAST, "due_date", NULL, NULL, "A172", false },
};
static const struct model_clock clocks_end[] = { { MODEL_CLOCK_STOP_ALL, "*", NULL, NULL, NULL, NULL, NULL, NULL, NULL } };

/* ---- accept, finish: who was given it -------------------------------------------------------------------------------- */

static const struct model_set sets_accept[] = {
	{ "received_by", MODEL_SET_ACTOR, NULL, false },
};
static const struct model_rule rules_lead[] = {
	{ MODEL_RULE_ACTOR_IS, "lead_user_id", NULL, NULL, "A174", false },
};
static const struct model_clock clocks_finish[] = { { MODEL_CLOCK_STOP, "IN_DO*", NULL, NULL, NULL, NULL, NULL, NULL, NULL } };
static const struct model_set sets_finish[] = {
	{ "done_date", MODEL_SET_TODAY, NULL, false },
};
static const struct model_rule rules_finish[] = {
	{ MODEL_RULE_ACTOR_IS, "lead_user_id", NULL, NULL, "A174", false },
	{ MODEL_RULE_REQUIRED, "result", NULL, NULL, "M01", false },
};

static const struct model_verb verbs[] = {
	{ .no = 21, .type = "incoming", .name = "register", .label = "Vào sổ", .past = "Vào sổ số {number}, hạn trình {due}",
	  .from = "-,received", .to = "registered", .roles = "vanthu",
	  .fields = "book_id,arrival_date,channel,issuer_id,issuer,doc_number,notation,issued_date,doc_type,abstract,field_code,language,pages,"
		    "copies,urgency,secrecy,signer,signer_title,reply_due,original_kept,sealed,file_code,note,+",
	  .number = &number_arrival, .clock = clocks_register, .n_clock = COUNT_OF(clocks_register), .set = sets_register,
	  .n_set = COUNT_OF(sets_register), .rules = rules_register, .n_rules = COUNT_OF(rules_register) },
	{ .no = 22, .type = "incoming", .name = "submit", .label = "Trình", .past = "Trình {submitted_to}, hạn phân công {due}",
	  .from = "registered,returned", .to = "submitted", .roles = "vanthu", .fields = "submitted_to", .clock = clocks_submit,
	  .n_clock = COUNT_OF(clocks_submit), .set = sets_submit, .n_set = COUNT_OF(sets_submit), .rules = rules_submit,
	  .n_rules = COUNT_OF(rules_submit) },
	{ .no = 23, .type = "incoming", .name = "correct", .label = "Đính chính", .past = "Đính chính sổ", .from = "*", .roles = "vanthu",
	  .fields = "arrival_date,channel,issuer_id,issuer,doc_number,notation,issued_date,doc_type,abstract,field_code,language,pages,"
		    "copies,urgency,secrecy,signer,signer_title,reply_due,original_kept,sealed,file_code,note,+",
	  .rules = rules_correct, .n_rules = COUNT_OF(rules_correct), .needs_reason = true },
	{ .no = 24, .type = "incoming", .name = "assign", .label = "Phân công", .past = "Phân công {lead_user_id} {lead_office_id}, hạn {due}",
	  .from = "submitted", .to = "assigned", .roles = "lanhdao",
	  .fields = "opinion_code,opinion,lead_user_id,lead_office_id,support_ids,due_date", .clock = clocks_assign,
	  .n_clock = COUNT_OF(clocks_assign), .rules = rules_assign, .n_rules = COUNT_OF(rules_assign), .sends_to_office = true,
	  .interest = "lead_office_id,support_ids" },
	{ .no = 26, .type = "incoming", .name = "accept", .label = "Nhận xử lý", .past = "Nhận xử lý", .from = "assigned", .to = "processing",
	  .roles = "chuyenvien", .fields = "", .set = sets_accept, .n_set = COUNT_OF(sets_accept), .rules = rules_lead, .n_rules = COUNT_OF(rules_lead) },
	{ .no = 27, .type = "incoming", .name = "finish", .label = "Kết thúc", .past = "Kết thúc: {result}", .from = "processing", .to = "done",
	  .roles = "chuyenvien", .fields = "result,file_code", .clock = clocks_finish, .n_clock = COUNT_OF(clocks_finish), .set = sets_finish,
	  .n_set = COUNT_OF(sets_finish), .rules = rules_finish, .n_rules = COUNT_OF(rules_finish) },
	{ .no = 25, .type = "incoming", .name = "file_only", .label = "Lưu để biết", .past = "Lưu để biết", .from = "submitted,assigned",
	  .to = "filed", .roles = "lanhdao", .fields = "opinion_code,opinion,file_code", .clock = clocks_end, .n_clock = COUNT_OF(clocks_end) },
	{ .no = 28, .type = "incoming", .name = "register_secret", .label = "Vào sổ mật", .past = "Ghi văn bản mật, số {secret_book_ref} trong sổ mật",
	  .from = "-", .to = "in_secret_book", .roles = "vanthu", .fields = "book_id,arrival_date,issuer_id,issuer,secrecy,secret_book_ref",
	  .set = sets_secret, .n_set = COUNT_OF(sets_secret), .rules = rules_secret, .n_rules = COUNT_OF(rules_secret), .bare = "M10",
	  .said = "A264" },
	{ .no = 29, .type = "incoming", .name = "close_secret", .label = "Kết thúc văn bản mật", .past = "Kết thúc", .from = "in_secret_book",
	  .to = "secret_closed", .roles = "vanthu", .fields = "", .bare = "M10" },
};

const struct model_types model_types_document = { TABLE(types) };
const struct model_verbs model_verbs_document = { TABLE(verbs) };
