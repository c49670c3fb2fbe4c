/* types_system.c: the types that the program itself keeps: offices, users, persons, books, clocks, lists. Numbers: model.h. */
#include "model_internal.h"

#define S MODEL_SEARCH
#define P MODEL_PERSONAL
#define C MODEL_COMPUTED
#define K MODEL_KEYTEXT

static const struct model_field fields_office[] = {
	{ MODEL_OFFICE_CODE, "code", MODEL_TEXT, 20, 0, NULL, S | K, "Mã định danh cơ quan", "Mã", "code" },
	{ MODEL_OFFICE_NAME, "name", MODEL_TEXT, 200, 0, NULL, S, "Tên cơ quan", "Tên", NULL },
	{ MODEL_OFFICE_SHORT, "short_name", MODEL_TEXT, 40, 0, NULL, S, "Tên ngắn", "Tên ngắn", NULL },
	{ MODEL_OFFICE_PARENT, "parent_id", MODEL_REF, 0, 0, "office", 0, "Cơ quan cấp trên", "Cấp trên", NULL },
	{ MODEL_OFFICE_LEVEL, "level", MODEL_CODE, 0, 0, "CAP", 0, "Cấp", "Cấp", NULL },
	{ MODEL_OFFICE_AREA, "area_code", MODEL_TEXT, 20, 0, NULL, 0, "Mã địa bàn", "Địa bàn", "code" },
	{ MODEL_OFFICE_NODE, "node", MODEL_INT, 0, 0, NULL, C, "Máy", "Máy", NULL },
	{ MODEL_OFFICE_VALID_FROM, "valid_from", MODEL_DATE, 0, 0, NULL, 0, "Hoạt động từ", "Từ ngày", NULL },
	{ MODEL_OFFICE_VALID_TO, "valid_to", MODEL_DATE, 0, 0, NULL, 0, "Hoạt động đến", "Đến ngày", NULL },
	{ MODEL_OFFICE_REMOTE, "remote_area", MODEL_YES, 0, 0, NULL, 0, "Vùng sâu, vùng xa", "Vùng xa", NULL },
	{ MODEL_OFFICE_RELAXED, "relaxed_segregation", MODEL_YES, 0, 0, NULL, 0, "Cơ quan một người kiêm nhiều việc", "Kiêm nhiệm", NULL },
};

static const struct model_field fields_user[] = {
	{ MODEL_USER_LOGIN, "login", MODEL_TEXT, 64, 0, NULL, S | K, "Tên đăng nhập", "Đăng nhập", "code" },
	{ MODEL_USER_FULL_NAME, "full_name", MODEL_TEXT, 80, 0, NULL, S | MODEL_NAME, "Họ tên", "Họ tên", NULL },
	{ MODEL_USER_TITLE, "title", MODEL_TEXT, 80, 0, NULL, 0, "Chức vụ", "Chức vụ", NULL },
	{ MODEL_USER_ROLES, "roles", MODEL_LIST_CODE, 8, 0, "VAI_TRO", 0, "Vai trò", "Vai trò", NULL },
	{ MODEL_USER_OFFICE, "office_id", MODEL_REF, 0, 0, "office", 0, "Đơn vị", "Đơn vị", NULL },
	{ MODEL_USER_LOCKED, "locked", MODEL_YES, 0, 0, NULL, 0, "Khóa tài khoản", "Khóa", NULL },
};

static const struct model_field fields_person[] = {
	{ 10, "full_name", MODEL_TEXT, 80, 0, NULL, S | P | K | MODEL_NAME, "Họ tên", "Họ tên", "name" },
	{ 11, "id_number", MODEL_TEXT, 12, 0, NULL, S | P, "Số CCCD", "Số CCCD", "id_number" },
	{ 12, "old_id_number", MODEL_TEXT, 9, 0, NULL, P, "Số CMND cũ", "CMND cũ", "old_id" },
	{ 13, "birth_date", MODEL_TEXT, 10, 0, NULL, P, "Ngày sinh", "Ngày sinh", "birth" },
	{ 14, "gender", MODEL_CODE, 0, 0, "GIOI_TINH", P, "Giới tính", "Giới tính", NULL },
	{ 15, "id_date", MODEL_DATE, 0, 0, NULL, P | MODEL_PAST, "Ngày cấp", "Ngày cấp", NULL },
	{ 16, "id_place", MODEL_TEXT, 120, 0, NULL, P, "Nơi cấp", "Nơi cấp", NULL },
	{ 17, "address", MODEL_TEXT, 200, 0, NULL, S | P, "Địa chỉ", "Địa chỉ", NULL },
	{ 18, "commune_code", MODEL_CODE, 0, 0, "XA", P, "Xã, phường", "Xã, phường", NULL },
	{ 19, "phone", MODEL_TEXT, 15, 0, NULL, P, "Điện thoại", "Điện thoại", "phone" },
	{ 20, "ethnicity", MODEL_TEXT, 40, 0, NULL, P, "Dân tộc", "Dân tộc", NULL },
	{ 21, "is_protected", MODEL_YES, 0, 0, NULL, MODEL_GUARD, "Được bảo vệ", "Bảo vệ", NULL },
	{ 22, "email", MODEL_TEXT, 80, 0, NULL, P, "Thư điện tử", "Email", "email" },
	{ 23, "nation", MODEL_TEXT, 3, 0, NULL, P, "Quốc tịch", "Quốc tịch", "code" },
	{ 24, "tax_code", MODEL_TEXT, 14, 0, NULL, P, "Mã số thuế", "MST", NULL },
	{ 25, "spouse_id", MODEL_REF, 0, 0, "person", P, "Vợ, chồng", "Vợ, chồng", NULL },
	{ 26, "dead_on", MODEL_DATE, 0, 0, NULL, P | MODEL_PAST, "Ngày mất", "Ngày mất", NULL },
	{ 27, "source", MODEL_CODE, 0, 0, "NGUON_DL", C, "Nguồn dữ liệu", "Nguồn", NULL },
	{ 28, "verified_at", MODEL_TIME, 0, 0, NULL, C, "Đối chiếu lúc", "Đối chiếu", NULL },
};

static const struct model_field fields_number_book[] = {
	{ MODEL_BOOK_KIND, "kind", MODEL_CODE, 0, 0, "LOAI_SO", 0, "Loại sổ", "Loại sổ", NULL },
	{ MODEL_BOOK_PERIOD, "period", MODEL_TEXT, 10, 0, NULL, 0, "Kỳ", "Kỳ", NULL },
	{ MODEL_BOOK_NAME, "name", MODEL_TEXT, 80, 0, NULL, K, "Tên sổ", "Tên sổ", NULL },
	{ MODEL_BOOK_NEXT, "next_number", MODEL_INT, 0, 0, NULL, C, "Số tiếp theo", "Số tiếp", NULL },
	{ MODEL_BOOK_OPENED_ON, "opened_on", MODEL_DATE, 0, 0, NULL, C, "Mở ngày", "Mở ngày", NULL },
	{ MODEL_BOOK_CLOSED_ON, "closed_on", MODEL_DATE, 0, 0, NULL, C, "Khóa ngày", "Khóa ngày", NULL },
	{ 16, "allow_suffix", MODEL_YES, 0, 0, NULL, 0, "Cho phép số chèn", "Số chèn", NULL },
	{ 17, "closed_by", MODEL_REF, 0, 0, "user", C, "Người khóa sổ", "Người khóa", NULL },
};
static const struct model_state states_number_book[] = {
	{ MODEL_BOOK_OPEN, "open", "Đang dùng", 0 },
	{ MODEL_BOOK_CLOSING, "closing", "Chờ khóa", 0 },
	{ MODEL_BOOK_CLOSED, "closed", "Đã khóa", MODEL_S_FINAL },
};

static const struct model_field fields_number_entry[] = {
	{ MODEL_ENTRY_BOOK, "book_id", MODEL_REF, 0, 0, "number_book", C, "Sổ", "Sổ", NULL },
	{ MODEL_ENTRY_NUMBER, "number", MODEL_INT, 0, 0, NULL, C, "Số", "Số", NULL },
	{ MODEL_ENTRY_SUFFIX, "suffix", MODEL_TEXT, 1, 0, NULL, C, "Chữ chèn", "Chèn", NULL },
	{ MODEL_ENTRY_RECORD, "record", MODEL_REF_ANY, 0, 0, NULL, C, "Mục đã cấp số", "Mục", NULL },
	{ MODEL_ENTRY_DATE, "date", MODEL_DATE, 0, 0, NULL, C, "Ngày cấp số", "Ngày", NULL },
	{ MODEL_ENTRY_REASON, "reason", MODEL_TEXT, 300, 0, NULL, C, "Lý do", "Lý do", NULL },
	{ 16, "reserved_for", MODEL_TEXT, 120, 0, NULL, 0, "Giữ cho", "Giữ cho", NULL },
};
static const struct model_state states_number_entry[] = {
	{ 1, "used", "Đã dùng", MODEL_S_FINAL },
	{ 2, "reserved", "Giữ trước", 0 },
	{ 3, "cancelled", "Đã hủy", MODEL_S_FINAL },
	{ 4, "lost", "Thiếu sau khi khôi phục", 0 },
};

static const struct model_field fields_deadline[] = {
	{ MODEL_DEADLINE_RECORD, "record", MODEL_REF_ANY, 0, 0, NULL, C, "Mục có hạn", "Mục", NULL },
	{ MODEL_DEADLINE_RULE_ID, "rule", MODEL_TEXT, 40, 0, NULL, C, "Quy định", "Quy định", NULL },
	{ MODEL_DEADLINE_RULE_VERSION, "rule_version", MODEL_INT, 0, 0, NULL, C, "Bản quy định", "Bản QĐ", NULL },
	{ MODEL_DEADLINE_CALENDAR_VERSION, "calendar_version", MODEL_INT, 0, 0, NULL, C, "Bản lịch nghỉ", "Bản lịch", NULL },
	{ MODEL_DEADLINE_START, "start_date", MODEL_DATE, 0, 0, NULL, C, "Tính từ ngày", "Từ ngày", NULL },
	{ MODEL_DEADLINE_DUE, "due_date", MODEL_DATE, 0, 0, NULL, C, "Hạn", "Hạn", NULL },
	{ MODEL_DEADLINE_DUE_AT, "due_at", MODEL_TIME, 0, 0, NULL, C, "Hạn lúc", "Hạn lúc", NULL },
	{ MODEL_DEADLINE_STOPPED, "stopped_date", MODEL_DATE, 0, 0, NULL, C, "Xong ngày", "Xong ngày", NULL },
	{ MODEL_DEADLINE_START_AT, "start_at", MODEL_TIME, 0, 0, NULL, C, "Tính từ lúc", "Từ lúc", NULL },
	{ MODEL_DEADLINE_AMOUNT, "amount", MODEL_INT, 0, 0, NULL, C, "Thời hạn đã đổi", "Thời hạn", NULL },
	{ MODEL_DEADLINE_PAUSES, "pauses", MODEL_TEXT, 400, 0, NULL, C, "Tạm dừng", "Tạm dừng", NULL },
	{ MODEL_DEADLINE_GIVEN, "given", MODEL_YES, 0, 0, NULL, C, "Hạn do người giao định", "Người giao", NULL },
};
static const struct model_state states_deadline[] = {
	{ MODEL_DEADLINE_RUNNING, "running", "Đang chạy", 0 },
	{ MODEL_DEADLINE_PAUSED, "paused", "Đang tạm dừng", 0 },
	{ MODEL_DEADLINE_DONE, "stopped", "Đã xong", MODEL_S_FINAL },
};

static const struct model_field fields_deadline_rule[] = {
	{ MODEL_RULE_CODE, "code", MODEL_TEXT, 40, 0, NULL, K, "Mã quy định", "Mã", "code" },
	{ MODEL_RULE_NAME, "name", MODEL_TEXT, 200, 0, NULL, 0, "Tên", "Tên", NULL },
	{ MODEL_RULE_AMOUNT, "amount", MODEL_INT, 9999, 0, NULL, 0, "Thời hạn", "Thời hạn", NULL },
	{ MODEL_RULE_UNIT, "unit", MODEL_CODE, 0, 0, "DON_VI_HAN", 0, "Đơn vị", "Đơn vị", NULL },
	{ MODEL_RULE_ROLL, "roll", MODEL_YES, 0, 0, NULL, 0, "Rơi vào ngày nghỉ thì lùi", "Lùi", NULL },
	{ MODEL_RULE_MAX, "max_amount", MODEL_INT, 9999, 0, NULL, 0, "Gia hạn tối đa", "Tối đa", NULL },
	{ MODEL_RULE_LAW, "law", MODEL_TEXT, 300, 0, NULL, 0, "Căn cứ", "Căn cứ", NULL },
	{ MODEL_RULE_VALID_FROM, "valid_from", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực từ", "Từ ngày", NULL },
	{ MODEL_RULE_VALID_TO, "valid_to", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực đến", "Đến ngày", NULL },
	{ MODEL_RULE_SUFFIX_OF, "suffix_of", MODEL_TEXT, 40, 0, NULL, 0, "Biến thể của", "Biến thể của", "code" },
};

static const struct model_field fields_calendar_day[] = {
	{ MODEL_DAY_DATE, "day", MODEL_DATE, 0, 0, NULL, K, "Ngày", "Ngày", NULL },
	{ MODEL_DAY_KIND, "kind", MODEL_CODE, 0, 0, "LOAI_NGAY", 0, "Nghỉ hay làm", "Loại", NULL },
	{ MODEL_DAY_NAME, "name", MODEL_TEXT, 80, 0, NULL, 0, "Tên ngày", "Tên", NULL },
	{ MODEL_DAY_SOURCE, "source", MODEL_TEXT, 200, 0, NULL, 0, "Căn cứ", "Căn cứ", NULL },
	{ 14, "scope_id", MODEL_REF, 0, 0, "office", 0, "Chỉ riêng cơ quan", "Riêng", NULL },
};

static const struct model_field fields_code[] = {
	{ MODEL_CODE_LIST, "list", MODEL_TEXT, 20, 0, NULL, 0, "Danh mục", "Danh mục", "code" },
	{ MODEL_CODE_CODE, "code", MODEL_TEXT, 20, 0, NULL, K, "Mã", "Mã", "code" },
	{ MODEL_CODE_LABEL, "label", MODEL_TEXT, 200, 0, NULL, 0, "Tên", "Tên", NULL },
	{ MODEL_CODE_SHORT, "short_label", MODEL_TEXT, 40, 0, NULL, 0, "Tên ngắn", "Tên ngắn", NULL },
	{ MODEL_CODE_SORT, "sort", MODEL_INT, 0, 0, NULL, 0, "Thứ tự", "Thứ tự", NULL },
	{ MODEL_CODE_EXTRA, "extra", MODEL_TEXT, 80, 0, NULL, 0, "Dữ liệu thêm", "Thêm", NULL },
	{ MODEL_CODE_VALID_FROM, "valid_from", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực từ", "Từ ngày", NULL },
	{ MODEL_CODE_VALID_TO, "valid_to", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực đến", "Đến ngày", NULL },
};

static const struct model_field fields_procedure[] = {
	{ MODEL_PROC_CODE, "code", MODEL_TEXT, 16, 0, NULL, K, "Mã thủ tục", "Mã", "code" },
	{ MODEL_PROC_NAME, "name", MODEL_TEXT, 400, 0, NULL, 0, "Tên thủ tục", "Thủ tục", NULL },
	{ MODEL_PROC_FIELD, "field_code", MODEL_CODE, 0, 0, "LVC", 0, "Lĩnh vực", "Lĩnh vực", NULL },
	{ MODEL_PROC_LIMIT, "limit_days", MODEL_INT, 9999, 0, NULL, 0, "Thời hạn giải quyết", "Thời hạn", NULL },
	{ MODEL_PROC_UNIT, "limit_unit", MODEL_CODE, 0, 0, "DON_VI_HAN", 0, "Đơn vị thời hạn", "Đơn vị hạn", NULL },
	{ MODEL_PROC_OFFICE, "unit_office_id", MODEL_REF, 0, 0, "office", 0, "Đơn vị xử lý", "Đơn vị XL", NULL },
	{ MODEL_PROC_VALID_FROM, "valid_from", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực từ", "Từ ngày", NULL },
	{ MODEL_PROC_VALID_TO, "valid_to", MODEL_DATE, 0, 0, NULL, 0, "Hiệu lực đến", "Đến ngày", NULL },
	{ MODEL_PROC_LAW, "law", MODEL_TEXT, 300, 0, NULL, 0, "Căn cứ", "Căn cứ", NULL },
	{ 19, "national", MODEL_TEXT, 20, 0, NULL, 0, "Mã quốc gia", "Mã quốc gia", NULL },
	{ 20, "level", MODEL_CODE, 0, 0, "CAP", 0, "Cấp giải quyết", "Cấp", NULL },
	{ 21, "supplement_rule", MODEL_CODE, 0, 0, "CACH_TINH", 0, "Tính hạn sau bổ sung", "Sau bổ sung", NULL },
	{ 22, "consult_pause", MODEL_YES, 0, 0, NULL, 0, "Lấy ý kiến thì dừng tính hạn", "Hỏi thì dừng", NULL },
	{ 23, "online_kind", MODEL_CODE, 0, 0, "OSV", 0, "Mức dịch vụ công", "Mức DV", NULL },
	{ 24, "devices", MODEL_INT, 15, 0, NULL, 0, "Thiết bị nộp", "Thiết bị", NULL },
	{ 25, "counter_only", MODEL_YES, 0, 0, NULL, 0, "Chỉ làm tại quầy", "Tại quầy", NULL },
	{ 26, "form", MODEL_TEXT, 16, 0, NULL, 0, "Mẫu đơn", "Mẫu đơn", NULL },
	{ 27, "fee_text", MODEL_TEXT, 120, 0, NULL, 0, "Phí, lệ phí", "Phí", NULL },
};

static const struct model_field fields_procedure_part[] = {
	{ MODEL_PART_PROCEDURE, "procedure_id", MODEL_REF, 0, 0, "procedure", 0, "Thủ tục", "Thủ tục", NULL },
	{ MODEL_PART_PART, "part", MODEL_TEXT, 8, 0, NULL, K, "Mã giấy tờ", "Mã", "code" },
	{ MODEL_PART_TITLE, "title", MODEL_TEXT, 200, 0, NULL, 0, "Giấy tờ", "Giấy tờ", NULL },
	{ MODEL_PART_KINDS, "kinds", MODEL_LIST_CODE, 7, 0, "BAN", 0, "Loại bản được nhận", "Loại bản", NULL },
	{ MODEL_PART_QTY, "qty", MODEL_INT, 99, 1, NULL, 0, "Số lượng", "SL", NULL },
	{ MODEL_PART_REQUIRED, "required", MODEL_YES, 0, 0, NULL, 0, "Bắt buộc", "Bắt buộc", NULL },
	{ MODEL_PART_CONDITION, "condition", MODEL_TEXT, 80, 0, NULL, 0, "Khi nào cần", "Khi nào", NULL },
	{ 17, "returned", MODEL_YES, 0, 0, NULL, 0, "Trả lại bản gốc", "Trả lại", NULL },
};

static const struct model_field fields_organization[] = {
	{ 10, "code", MODEL_TEXT, 20, 0, NULL, S | K, "Mã cơ quan", "Mã", "code" },
	{ 11, "name", MODEL_TEXT, 200, 0, NULL, S, "Tên cơ quan, tổ chức", "Tên", NULL },
	{ 12, "short_name", MODEL_TEXT, 40, 0, NULL, S, "Tên ngắn", "Tên ngắn", NULL },
	{ 13, "address", MODEL_TEXT, 200, 0, NULL, 0, "Địa chỉ", "Địa chỉ", NULL },
	{ 14, "phone", MODEL_TEXT, 15, 0, NULL, 0, "Điện thoại", "Điện thoại", NULL },
	{ 15, "tax_code", MODEL_TEXT, 14, 0, NULL, 0, "Mã số thuế", "MST", NULL },
	{ 16, "valid_from", MODEL_DATE, 0, 0, NULL, 0, "Hoạt động từ", "Từ ngày", NULL },
	{ 17, "valid_to", MODEL_DATE, 0, 0, NULL, 0, "Hoạt động đến", "Đến ngày", NULL },
	{ 18, "same_as", MODEL_REF, 0, 0, "organization", 0, "Trùng với", "Trùng với", NULL },
};

#define SYS MODEL_T_SYSTEM
#define LIST MODEL_T_LIST

static const struct model_type types[] = {
	{ MODEL_OFFICE, "office", "Cơ quan", SYS | LIST, TABLE(fields_office), NO_TABLE, NULL, NULL, NULL, "code", NULL, "name", NULL, NULL, NULL },
	{ MODEL_USER, "user", "Người dùng", SYS, TABLE(fields_user), NO_TABLE, NULL, NULL, NULL, "login", NULL, "full_name", NULL, NULL, NULL },
	{ MODEL_PERSON, "person", "Cá nhân", MODEL_T_SEARCH | MODEL_T_UNIQUE, TABLE(fields_person), NO_TABLE, NULL, NULL, NULL, NULL, NULL,
	  "full_name", "id_number", NULL, NULL },
	{ MODEL_NUMBER_BOOK, "number_book", "Sổ", SYS, TABLE(fields_number_book), TABLE(states_number_book), NULL, NULL, NULL, NULL,
	  "opened_on", "name", NULL, NULL, NULL },
	{ MODEL_NUMBER_ENTRY, "number_entry", "Số đã cấp", SYS, TABLE(fields_number_entry), TABLE(states_number_entry), NULL, NULL, NULL, "number",
	  "date", NULL, NULL, NULL, NULL },
	{ MODEL_DEADLINE, "deadline", "Hạn", SYS, TABLE(fields_deadline), TABLE(states_deadline), NULL, NULL, NULL, NULL, "due_date", "rule",
	  NULL, NULL, NULL },
	{ MODEL_DEADLINE_RULE, "deadline_rule", "Quy định thời hạn", SYS | LIST, TABLE(fields_deadline_rule), NO_TABLE, NULL, NULL, NULL, "code",
	  "valid_from", "name", NULL, NULL, NULL },
	{ MODEL_CALENDAR_DAY, "calendar_day", "Ngày nghỉ, làm bù", SYS | LIST, TABLE(fields_calendar_day), NO_TABLE, NULL, NULL, NULL, NULL,
	  "day", "name", NULL, NULL, NULL },
	{ MODEL_CODE_ROW, "code", "Danh mục", SYS | LIST, TABLE(fields_code), NO_TABLE, NULL, NULL, NULL, "code", NULL, "label", NULL, NULL, NULL },
	{ MODEL_PROCEDURE, "procedure", "Thủ tục hành chính", SYS | LIST, TABLE(fields_procedure), NO_TABLE, NULL, NULL, NULL, "code",
	  NULL, "name", NULL, NULL, NULL },
	{ MODEL_PROCEDURE_PART, "procedure_part", "Thành phần hồ sơ theo thủ tục", SYS | LIST, TABLE(fields_procedure_part), NO_TABLE, NULL, NULL,
	  NULL, "part", NULL, "title", NULL, NULL, NULL },
	{ MODEL_ORGANIZATION, "organization", "Cơ quan, tổ chức bên ngoài", LIST, TABLE(fields_organization), NO_TABLE, NULL, NULL, NULL, "code",
	  NULL, "name", NULL, NULL, NULL },
};

static const struct model_rule rules_organization_enlist[] = {
	{ MODEL_RULE_REQUIRED, "name", NULL, NULL, "M01", false },
	{ MODEL_RULE_REQUIRED, "code", NULL, NULL, "M01", false },
	{ MODEL_RULE_NEW_WORD, "name", NULL, NULL, "A177", false },
	{ MODEL_RULE_NEW_WORD, "code", NULL, NULL, "A178", false },
	{ MODEL_RULE_NEW_WORD, "short_name", NULL, NULL, "A177", false },
};

static const struct model_verb verbs[] = {
	{ .no = MODEL_V_LOAD, .type = "*", .name = "load", .label = "Nạp dữ liệu", .past = "Nạp dữ liệu", .from = "*", .roles = "quantri",
	  .fields = "*" },
	{ .no = MODEL_V_CHANGE, .type = "*", .name = "change", .label = "Sửa danh mục", .past = "Sửa danh mục", .from = "*", .roles = "quantri",
	  .fields = "*" },
	{ .no = MODEL_V_CALENDAR, .type = "*", .name = "recompute", .label = "Tính lại hạn", .past = "Tính lại hạn theo lịch nghỉ mới", .from = "*",
	  .roles = "quantri", .fields = "*" },
	{ .no = MODEL_V_WIPE, .type = "*", .name = "wipe", .label = "Xóa nội dung", .past = "Đã xóa nội dung", .from = "*",
	  .roles = "quantri", .fields = "*", .needs_reason = true },
	{ .no = MODEL_V_UNDO, .type = "*", .name = "undo", .label = "Hoàn tác", .past = "Hoàn tác: {undone}", .from = "*", .roles = "*",
	  .fields = "*", .needs_reason = true },
	/* An office's own: a body that no list of the centre has, usable at once there and nowhere else. */
	{ .no = 11, .type = "organization", .name = "enlist", .label = "Thêm cơ quan", .past = "Thêm {name}", .from = "-",
	  .roles = "vanthu,tiepdan,motcua", .fields = "code,name,short_name,address,phone,tax_code", .rules = rules_organization_enlist,
	  .n_rules = COUNT_OF(rules_organization_enlist) },
};

const struct model_types model_types_system = { TABLE(types) };
const struct model_verbs model_verbs_system = { TABLE(verbs) };
