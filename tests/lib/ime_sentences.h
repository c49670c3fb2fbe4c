/* ime_sentences.h: what is written in offices, for tests that read and repair text: nothing of it may be taken for damaged. */
#ifndef TESTS_IME_SENTENCES_H
#define TESTS_IME_SENTENCES_H

static const char *const ime_who[] = {
	"Ủy ban nhân dân tỉnh Hậu Giang", "Sở Tài nguyên và Môi trường", "Văn phòng Đăng ký đất đai", "Thanh tra huyện Châu Thành A",
	"Phòng Lao động - Thương binh và Xã hội", "Ông Nguyễn Văn Bảy", "Bà Trần Thị Ngọc Diễm", "Công an xã Vị Thủy", "Hội Liên hiệp Phụ nữ",
	"Trung tâm Phục vụ hành chính công", "Chi cục Thuế khu vực 3", "Các hộ dân ấp Mỹ Hòa", "Đoàn kiểm tra liên ngành", "Kho bạc Nhà nước",
	"Trường Tiểu học Lê Quý Đôn", "Hợp tác xã nông nghiệp Tân Tiến", "Ban Quản lý dự án đầu tư", "Tòa án nhân dân khu vực", "UBND xã Đông Phước",
	"Người khiếu nại",
};
static const char *const ime_does[] = {
	"báo cáo kết quả thực hiện nhiệm vụ quý III", "đề nghị xem xét cấp giấy chứng nhận quyền sử dụng đất",
	"trả lời đơn phản ánh về tiếng ồn ban đêm", "xin gia hạn thời gian giải quyết hồ sơ", "tổ chức họp lấy ý kiến góp ý dự thảo",
	"chuyển văn bản đến nơi có thẩm quyền", "kiến nghị thu hồi quyết định đã ban hành", "nộp bổ sung giấy tờ còn thiếu",
	"phê duyệt kế hoạch chuyển đổi số giai đoạn 2026-2030", "thông báo lịch tiếp công dân định kỳ tháng 12",
	"yêu cầu làm rõ nguồn gốc thửa đất số 125, tờ bản đồ 12", "khen thưởng cá nhân có thành tích xuất sắc",
	"từ chối tiếp nhận vì chưa đủ thành phần", "ủy quyền ký thay các giấy tờ thường xuyên", "thu phí thẩm định 150.000 đồng",
	"mời dự lễ khánh thành cầu Xẻo Vông", "hướng dẫn kê khai lệ phí trước bạ", "rà soát danh sách hộ nghèo, hộ cận nghèo",
};
static const char *const ime_lines[] = {
	/* Vietnamese in small pieces, with letters that Latin-1 has too */
	"Hà Giang", "Cà Mau", "Trà Vinh", "Hoà Bình", "Hòa Bình", "thuý", "thúy", "Bà Lê Thị Hà", "xã Lộc Hòa", "Vàng Mí Sùng", "Giàng A Páo",
	"Tô Vĩnh Diện", "Võ Thị Sáu", "Lò Văn Pó", "Đà Nẵng", "Ðà Nẵng", "Ðồng Nai", "Đắk Lắk", "Đăk Nông", "Kon Tum", "Krông Pắc", "Ê Đê", "cà phê",
	"và", "là", "có", "không", "tô", "Mê Linh", "Hàm Yên", "Bình Dương", "ý kiến", "Ý", "Á", "ở", "ấp 5", "khu phố 3", "Tổ 12", "quý", "khuya",
	"Kính gửi: Sở Nội vụ", "Hồ sơ đã đủ.", "Đã nhận", "Chờ bổ sung", "trả lại", "hẹn trả ngày 12/12/2026", "Về việc gì?", "Rất khẩn!", "đồng ý",
	"Mật", "Tối mật", "“Ủy ban” – tên gọi chung…", "điểm a khoản 2 Điều 5", "25°C", "50 m²", "1.200 m³", "§ 5", "½ thửa", "5 µg", "100 %",
	"Cộng hòa xã hội chủ nghĩa Việt Nam", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "ỦY BAN NHÂN DÂN",
	"XÃ HỘI", "THÃ MAN", "XÃ TAM HÀ", "BÃI CHÁY", "TRÀ CÚ", "HÀ", "ĐÀ BẮC", "tôi là", "cô ấy", "má", "ba má", "bé Na", "chị Hà và bé Tí",
	/* peoples of the south and the highlands */
	"Thạch Sa Rươne", "Sơn Phước Hoan", "Danh Út", "Kim Sa Rây", "Lâm Sa Ron", "Châu Rên", "Néang Sóc Kha", "Chau Sóc Sane", "Tăng Sà Vong",
	"Thị Sà Rốt", "Y Bhăm Niê", "H'Hen Niê", "K'Pă Y Blê", "Siu Blê", "Y Bôt", "Rơ Châm H'Yéo", "Ksor Phước", "Y Krêc Mlô", "Hlêl", "Êban",
	"Điểu K'Ré", "A Lăng Mai", "Bríu Pố", "Hồ Xuân Hrê", "Ra Lan Nương", "Đàng Năng Thọ", "Chế Linh", "Inrasara", "Pô Klong Garai", "Katê",
	"Chôl Chnăm Thmây", "Ok Om Bok", "Sene Đôlta", "chùa Kh'leang", "phum Xoài Siêm", "Tà Pạ", "Ô Môn", "Ô Lâm", "Cái Răng", "Vàm Cỏ",
	"Krông Năng", "Ea H'leo", "Cư M'gar", "Mường Lát", "Pác Bó", "Sín Chéng", "Y Tý", "Bản Ké", "Tủa Chùa", "Mù Cang Chải",
	/* English and other tongues */
	"The quick brown fox jumps over the lazy dog.", "Where do we go? I said so.", "To do: a? no. it's me.", "don't", "I'm here. So do I.",
	"Please reply as soon as possible.", "meeting at 9 a.m.", "Hello, world", "café", "Café de Paris", "crème brûlée", "déjà vu", "à la carte",
	"résumé", "naïve", "Noël", "Thaï", "Thaï Lan", "Müller", "Zürich", "Ärzte", "Jürgen Groß", "São Paulo", "Côte d'Ivoire", "Québec", "Malmö",
	"Señor Pérez", "El Niño", "Øresund", "Århus", "Citroën", "Pelé", "Beyoncé", "Ångström", "façade", "Curaçao", "piñata", "Besançon",
	"François Mitterrand", "Gaël", "Raúl", "José María", "über alles", "Straße 12", "Björk Guðmundsdóttir", "Łódź", "Škoda", "Dvořák",
	"namnet är angivet mer än en gång", "så stol ikke på relevansen for den reelle situation!", "nu se poate scrie în modul în care este",
	"invalide, doit être soit « fetch » soit « stream »", "Gültige Werte sind »[]« und »()«.", "1000×1000×1000, und so weiter für alle", "Høyre",
	"Phnôm Pênh", "Viêng Chăn", "Băng Cốc", "ភ្នំពេញ", "北京", "東京", "Привет", "한국",
	/* codes, numbers, addresses */
	"125/QĐ-UBND", "88/STNMT-QLĐĐ", "12/TB-HĐND", "H30.71-261123-0007", "001095012345", "0901 234 567", "+84 293 3878 888", "79.12-34",
	"vanthu@haugiang.gov.vn", "a.b+c@mail.vn", "https://dichvucong.gov.vn/ho-so?id=12&x=y", "www.mae.gov.vn", "12/12/2026", "08:30", "1.234.567,89",
	"©2026", "®", "a·b", "x²+y²=z²", "±5", "±0,5 %", "€100", "£5", "¥500", "C:\\DATA\\HOSO", "file_a-b(1).docx", "A4", "TP.HCM", "QĐ", "NĐ-CP",
	"B.1.2", "(a)", "[x]", "{}", "~", "^_^", "a^2+b^2", "ho+ten", "1+1", "AaBbCc", "x=(a+b)/2", "d+", "dd/mm/yyyy", "Add.", "odd? add!", "",
	" ", "...", "---", "no", "a", "TCVN 5712:1993", "ISO 9001:2015", "№ 5", "«Nhà in»", "‘nháy’", "10–12", "Q.1, P.5", "số 5 bis", "5A/3",
};

#endif
